// SPDX-License-Identifier: Apache-2.0
//
// Which transfers may run at the same time.
#pragma once

#include "parse.hpp"

#include <array>
#include <deque>
#include <utility>
#include <vector>

namespace bank {

/// What goes wrong with a transfer on purpose, to show that the books bear it.
enum class Mishap : std::uint8_t { none, bad_command, stuck, teller_throws };

/// A good line: accounts by number.
struct Transfer {
  std::uint64_t line = 0;
  std::uint32_t from = 0;
  std::uint32_t to = 0; ///< not `from`
  Amount amount = 0;
  Mishap mishap = Mishap::none;
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
    entry.waits = true;
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
    entries_[slot].waits = false;
    last_taken_ = std::max(last_taken_, entries_[slot].transfer.line);
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

  /// Forgets all behind the last one that was taken, and gives their lines: what is left are the
  /// first lines without a gap. Nothing is added any more.
  std::vector<std::uint64_t> close() {
    closed_ = true;
    std::vector<std::uint64_t> lines;
    for (Entry& entry : entries_) {
      if (!entry.waits || entry.transfer.line < last_taken_) continue;
      entry.waits = false;
      lines.push_back(entry.transfer.line);
    }
    std::erase_if(ready_, [this](Slot slot) { return !entries_[slot].waits; });
    unfinished_ -= lines.size();
    return lines;
  }
  bool closed() const { return closed_; }

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
    int blocked = 0;    ///< in how many lanes others are before it
    bool waits = false; ///< it was added, and neither taken nor forgotten
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
    if (next.slot == none) return;
    if (--entries_[next.slot].blocked == 0 && entries_[next.slot].waits)
      ready_.push_back(next.slot);
  }

  std::vector<Lane> lanes_;
  std::vector<Entry> entries_;
  std::vector<Slot> free_;
  std::deque<Slot> ready_;
  std::size_t unfinished_ = 0;
  std::uint64_t last_taken_ = 0; ///< the highest line
  bool closed_ = false;
};

} // namespace bank
