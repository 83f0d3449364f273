// SPDX-License-Identifier: Apache-2.0
//
// Which transfers may run at the same time.
#pragma once

#include "parse.hpp"

#include <array>
#include <deque>
#include <vector>

namespace bank {

/// A good line: accounts by number.
struct Transfer {
  std::uint64_t line = 0;
  std::uint32_t from = 0;
  std::uint32_t to = 0; ///< not `from`
  Amount amount = 0;
};

/// Transfers that share an account run in the order in which they were added; all others are free
/// to run at once. So the outcome is that of running one after the other.
///
/// Each account has a lane of waiting transfers, each transfer stands in two lanes, and it is ready
/// when it is first in both. The order of adding is the same in all lanes: there is no deadlock.
class Order {
public:
  using Slot = std::uint32_t;

  explicit Order(std::size_t accounts) : lanes_(accounts) {}

  void add(const Transfer& transfer) {
    Slot slot = free_slot();
    Entry& entry = entries_[slot];
    entry.transfer = transfer;
    entry.blocked = 0;
    enter(transfer.from, slot, 0);
    enter(transfer.to, slot, 1);
    if (entry.blocked == 0) ready_.push_back(slot);
    ++unfinished_;
  }

  bool any_ready() const { return !ready_.empty(); }
  /// Requires: any_ready().
  Slot take_ready() {
    Slot slot = ready_.front();
    ready_.pop_front();
    return slot;
  }
  const Transfer& operator[](Slot slot) const { return entries_[slot].transfer; }

  /// The transfer, which was taken, has ended: who waited for it may be ready.
  void finished(Slot slot) {
    leave(entries_[slot].transfer.from, slot, 0);
    leave(entries_[slot].transfer.to, slot, 1);
    free_.push_back(slot);
    --unfinished_;
  }
  std::size_t unfinished() const { return unfinished_; }

private:
  /// A place in a lane: the slot and which of its two accounts.
  struct Link {
    Slot slot = none;
    std::uint32_t side = 0;
  };
  struct Lane {
    Link first;
    Link last;
  };
  struct Entry {
    Transfer transfer;
    std::array<Link, 2> behind;
    int blocked = 0; ///< in how many lanes others are before it
  };
  static constexpr Slot none = ~Slot{0};

  Slot free_slot() {
    if (free_.empty()) {
      free_.push_back(static_cast<Slot>(entries_.size()));
      entries_.emplace_back();
    }
    Slot slot = free_.back();
    free_.pop_back();
    return slot;
  }
  void enter(std::uint32_t account, Slot slot, std::uint32_t side) {
    Lane& lane = lanes_[account];
    entries_[slot].behind[side] = {};
    if (lane.first.slot == none) {
      lane.first = {slot, side};
    } else {
      entries_[lane.last.slot].behind[lane.last.side] = {slot, side};
      ++entries_[slot].blocked;
    }
    lane.last = {slot, side};
  }
  void leave(std::uint32_t account, Slot slot, std::uint32_t side) {
    Link next = entries_[slot].behind[side];
    lanes_[account].first = next;
    if (next.slot != none && --entries_[next.slot].blocked == 0) ready_.push_back(next.slot);
  }

  std::vector<Lane> lanes_;
  std::vector<Entry> entries_;
  std::vector<Slot> free_;
  std::deque<Slot> ready_;
  std::size_t unfinished_ = 0;
};

} // namespace bank
