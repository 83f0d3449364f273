// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/core/clock.hpp"

#include <algorithm>

namespace akt::inline v0::detail {

/// How long a worker that finds no work looks for some before it sleeps: for longer where work that
/// came soon found it asleep, for less where even that would have been in vain, as the haltpoll
/// governor of Linux decides for an idle core.
///
/// A step function of one worker; it reads no clock. Requires: 0 <= least; a `most` that is not
/// above it means that the time never changes, and so does a `least` of 0.
class spin_policy {
public:
  spin_policy() noexcept = default;
  spin_policy(duration least, duration most) noexcept
      : least_(least), most_(std::max(least, most)), spin_(least) {}

  duration spin() const noexcept { return spin_; }

  /// The worker has slept; `without_work` is from the beginning of its search until it was awake.
  void slept(duration without_work) noexcept {
    spin_ = without_work > most_ ? std::max(least_, spin_ / 2) : std::min(most_, spin_ * 2);
  }

private:
  duration least_{0};
  duration most_{0};
  duration spin_{0};
};

} // namespace akt::inline v0::detail
