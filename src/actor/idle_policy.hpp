// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/core/clock.hpp"

#include <algorithm>

namespace akt::inline v0::detail {

/// How long a worker that finds no work looks for some before it sleeps, alone or beside others:
/// for longer where work that came soon found it asleep, for less where even that would have been
/// in vain, as the haltpoll governor of Linux decides for an idle core. And whether it then dozes.
///
/// A step function of one worker; it reads no clock. Requires: nothing is below 0. A `spin_max`
/// that is not above `spin` means that the spin never changes, and so does a `spin` of 0.
class idle_policy {
public:
  idle_policy() noexcept = default;
  idle_policy(duration spin, duration spin_max, duration doze_max) noexcept
      : spin_min_(spin), spin_max_(std::max(spin, spin_max)), doze_max_(doze_max), spin_(spin) {}

  duration spin() const noexcept { return spin_; }
  /// A search has lasted for so long; `alone`: nobody else searches.
  bool gives_up(duration searched, bool alone) const noexcept {
    return searched > (alone ? spin_ : spin_min_);
  }
  duration doze() const noexcept { return dozes_ ? doze_max_ : duration::zero(); }

  /// The worker has slept, or was about to; `without_work` is from the beginning of its search
  /// until it was woken, duration::max() if it was not.
  void slept(duration without_work) noexcept {
    spin_ =
        without_work > spin_max_ ? std::max(spin_min_, spin_ / 2) : std::min(spin_max_, spin_ * 2);
    dozes_ = without_work <= doze_max_;
  }

private:
  duration spin_min_{0};
  duration spin_max_{0};
  duration doze_max_{0};
  duration spin_{0};
  bool dozes_ = false;
};

} // namespace akt::inline v0::detail
