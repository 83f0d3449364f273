// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/fwd.hpp"
#include "akt/core/clock.hpp"
#include "akt/core/driver.hpp"
#include "akt/core/log.hpp"
#include "akt/core/memory.hpp"

#include <cstdint>

namespace akt::inline v0 {

/// The executor seam: who runs next, and what a thread outside does while it waits. Implemented by
/// the work-stealing pool and by the simulator's world.
///
/// Thread-safe, and called by the runtime only; start() and finish() once for each system.
class executor {
public:
  virtual ~executor() = default;

  virtual void start(detail::system_core&) = 0;

  /// No actor runs any more after it returns. Not on a turn.
  virtual void finish(detail::system_core&) noexcept = 0;

  /// A cell was put into the global run queue.
  virtual void injected(detail::system_core&) noexcept = 0;

  /// Lets the system work until the waiter has its reply or `deadline` has passed. Not on a turn.
  virtual void wait(detail::system_core&, detail::external_waiter&, instant deadline) noexcept = 0;

  /// Lets the system work until `done(what)` or until `deadline` has passed. Not on a turn. True:
  /// done.
  virtual bool run_until(detail::system_core&, bool (*done)(void*), void* what,
                         instant deadline) noexcept = 0;

  /// Nothing runs, and nothing waits to run, before time passes or somebody outside does something:
  /// a hint for stop(), which goes on as soon as nothing happens any more. Not on a turn.
  virtual bool rests(detail::system_core&) noexcept { return false; }

  /// Actors run in the calling thread only, so that they rest while it looks at them.
  virtual bool runs_here_only() const noexcept { return false; }

  /// Runs a job where blocking is allowed. False: refused.
  virtual bool submit_blocking(detail::system_core&, detail::blocking_job*) noexcept = 0;
};

/// A driver for workers that wait for nothing but other threads.
driver* make_thread_driver();

/// Everything a computer decides by itself. A null field means the real thing. Whatever is set must
/// outlive the system.
///
/// Thread-compatible; what the fields name has a thread rule of its own.
struct environment {
  akt::clock* clock = nullptr;
  akt::memory* memory = nullptr;
  akt::executor* executor = nullptr;
  std::uint64_t seed = 0; ///< of random choices; 0: another one for each system
  driver* (*make_driver)() = &make_thread_driver; ///< one per worker, deleted with it
  log_function log = &log_to_stderr;              ///< not null
  akt::signal_source* signals = nullptr; ///< what run() listens to; null: process_signals()
};

} // namespace akt::inline v0
