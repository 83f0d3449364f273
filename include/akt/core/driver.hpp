// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/core/clock.hpp"

namespace akt::inline v0 {

/// The driver seam: how a worker sleeps when it has nothing to run, and how others wake it. One per
/// worker. The real one waits for threads only; a driver of a network polls its sockets meanwhile.
///
/// Thread-safe for unpark(); prepare(), cancel(), park(), doze() and poll() belong to the worker.
/// Between prepare() and park() or doze() the worker looks for work once more; what is published
/// before unpark() is seen by that look, or park() returns at once.
class driver {
public:
  virtual ~driver() = default;

  virtual void prepare() noexcept = 0;
  virtual void cancel() noexcept = 0;

  /// Sleeps until unpark() or for `limit`, duration::max(): without one; may return early.
  virtual void park(duration limit) noexcept = 0;

  /// As park(), but sleeps lightly for the first `lightly`, if the driver can: it wakes now and
  /// then, so that its core does not sleep deeply.
  virtual void doze(duration lightly, duration limit) noexcept {
    (void)lightly;
    park(limit);
  }

  /// True: the worker was parked and this call woke it.
  virtual bool unpark() noexcept = 0;

  /// Handles what has arrived from outside without waiting. True: there may be more.
  virtual bool poll() noexcept { return false; }
};

} // namespace akt::inline v0
