// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/core/clock.hpp"
#include "akt/core/sync.hpp"

#include <time.h>

namespace akt::inline v0::detail {

/// What the operating system says of a thread: whether it waits, or has work and gets no core.
/// Both look the same to whoever sees that it makes no progress.
class thread_activity {
public:
  /// The thread itself, before others look.
  void begin() noexcept;
  /// Of another thread: what gettid() and pthread_getcpuclockid() said of it.
  void begin(int id, int clock) noexcept;

  /// True: it waits, for a lock, a file, a socket, a time; false: it runs or would if it got a
  /// core. Any thread. Reads a file of /proc, some microseconds; true where there is none.
  bool waits() const noexcept;

  /// The processor time that it has used, by the scheduler's count. Any thread; zero if it ended.
  duration cpu_time() const noexcept;

private:
  sync::atomic<int> id_{0};    ///< 0: has not begun
  sync::atomic<int> clock_{0}; ///< a clockid_t; relaxed, as id_ is stored behind it
};

} // namespace akt::inline v0::detail
