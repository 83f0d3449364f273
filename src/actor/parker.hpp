// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/core/sync.hpp"

#include <cstdint>

namespace akt::inline v0::detail {

/// Lets one thread sleep until another has something for it.
///
/// Owner: prepare(), look for work once more, then wait() or cancel(), nap() before wait(). Others:
/// make the work visible, then unpark(). The prepare() and the unpark() are seq_cst against the
/// work's words, so that one of the two sees the other; where the work is published by plain
/// stores, the caller of prepare() pays an asymmetric fence. Checked by parker_model.cpp.
///
/// Relaxed uses of state_ publish nothing: its owner takes back what only it has set, a failed
/// exchange changes nothing, is_parked() is a hint, and wait() looks again behind nap().
class parker {
public:
  void prepare() noexcept { state_.exchange(parked, sync::seq_cst); }
  void cancel() noexcept { state_.store(awake, sync::relaxed); }

  /// Sleeps until unpark() or for `timeout_ns` (< 0: no limit); may return early. Then it is awake.
  void wait(std::int64_t timeout_ns) noexcept {
    if (state_.load(sync::acquire) == parked) // pairs with unpark()
      sync::futex_wait(state_, AKT_MUTANT(3) ? state_.load(sync::relaxed) : parked, timeout_ns);
    state_.store(awake, sync::relaxed);
  }

  /// Sleeps up to so many times for `nap_ns` each, until unpark(). It stays parked meanwhile.
  void nap(std::int64_t nap_ns, std::int64_t times) noexcept {
    for (; times > 0 && state_.load(sync::relaxed) == parked; --times)
      sync::futex_wait(state_, parked, nap_ns);
  }

  /// True: the thread was parked, and is woken by this call and no other.
  bool unpark() noexcept {
    std::uint32_t expected = parked;
    if (AKT_MUTANT(1)) return sync::futex_wake(state_, 1) > 0; // leaves the state as it is
    if (state_.load(sync::seq_cst) != parked) return false;
    if (!state_.compare_exchange(expected, awake, sync::seq_cst, sync::relaxed)) return false;
    if (!AKT_MUTANT(2)) sync::futex_wake(state_, 1);
    return true;
  }

  bool is_parked() const noexcept { return state_.load(sync::relaxed) == parked; }

private:
  static constexpr std::uint32_t awake = 0;
  static constexpr std::uint32_t parked = 1;
  sync::atomic<std::uint32_t> state_{awake};
};

} // namespace akt::inline v0::detail
