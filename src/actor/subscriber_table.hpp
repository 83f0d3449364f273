// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

namespace akt::inline v0::detail {

/// Subscribers in the order in which they came, each once; a hash index finds each. T says its
/// `hash`, compares equal to itself alone, and is gone where its `actor` is null.
/// Thread-compatible.
///
/// What has been removed stays as a gap, until half of all are gaps: so each takes the same time,
/// and a walk by numbers goes on where it was.
template <class T>
class subscriber_table {
public:
  std::size_t size() const noexcept { return all_.size() - gone_; }
  /// The number of whoever comes next; they only grow.
  std::uint64_t next_number() const noexcept { return next_; }

  /// False: it is in it already, and nothing has changed. Its number is given to it here.
  bool add(T fresh) {
    if (slots_.size() < 2 * (all_.size() + 1)) rebuild(1);
    std::uint32_t& slot = slot_of(fresh);
    if (slot != 0) return false;
    fresh.number = next_++;
    all_.push_back(fresh);
    slot = static_cast<std::uint32_t>(all_.size());
    return true;
  }

  /// Nothing happens if it is not there.
  void remove(std::uint64_t number) {
    T* const at = begin() + place_of(number);
    if (at == end() || at->number != number || !at->actor) return;
    at->actor = {};
    if (++gone_ > all_.size() / 2) rebuild(0);
  }

  /// Copies whom it finds of the numbers [first, last), as far as there is room. How many they are.
  std::size_t copy(std::uint64_t first, std::uint64_t last, std::span<T> to) const {
    std::size_t copied = 0;
    for (std::size_t at = place_of(first);
         at < all_.size() && all_[at].number < last && copied < to.size(); ++at)
      if (all_[at].actor) to[copied++] = all_[at];
    return copied;
  }

private:
  T* begin() noexcept { return all_.data(); }
  T* end() noexcept { return all_.data() + all_.size(); }

  /// Of the first that has this number or a larger one.
  std::size_t place_of(std::uint64_t number) const noexcept {
    auto less = [](const T& t, std::uint64_t n) { return t.number < n; };
    auto at = std::lower_bound(all_.begin(), all_.end(), number, less);
    return static_cast<std::size_t>(at - all_.begin());
  }

  /// The one that has it, or the empty one that it would take.
  std::uint32_t& slot_of(const T& t) noexcept {
    for (std::size_t slot = t.hash;; ++slot) {
      std::uint32_t& place = slots_[slot & (slots_.size() - 1)];
      if (place == 0 || all_[place - 1] == t) return place;
    }
  }

  /// Without the gaps, and with room for `more` than there are.
  void rebuild(std::size_t more) {
    std::erase_if(all_, [](const T& t) { return !t.actor; });
    gone_ = 0;
    if (all_.capacity() > 4 * (all_.size() + few)) all_.shrink_to_fit();
    slots_ = std::vector<std::uint32_t>(std::bit_ceil(4 * (all_.size() + more + few)));
    for (std::uint32_t at = 0; at < all_.size(); ++at) {
      std::size_t slot = all_[at].hash;
      while (slots_[slot & (slots_.size() - 1)] != 0) ++slot;
      slots_[slot & (slots_.size() - 1)] = at + 1;
    }
  }

  static constexpr std::size_t few = 4;

  std::vector<T> all_;               // by number
  std::vector<std::uint32_t> slots_; // a place in all_ and 1; 0: none. At most half are in use
  std::size_t gone_ = 0;             // gaps in all_
  std::uint64_t next_ = 0;
};

} // namespace akt::inline v0::detail
