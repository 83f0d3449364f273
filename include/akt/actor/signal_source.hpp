// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/fwd.hpp"
#include "akt/core/result.hpp"

namespace akt::inline v0 {

/// Who is told of signals. Thread-compatible: called by one thread at a time, never by a signal
/// handler, at any moment between listen() and the end of close().
class signal_listener {
public:
  virtual void signalled(int signal) noexcept = 0;

protected:
  ~signal_listener() = default;
};

/// The signal seam: how a program hears that it shall end. Implemented by the signals of the
/// process and, for tests, by testkit::signals. Thread-safe, and called by run() only.
class signal_source {
public:
  virtual ~signal_source() = default;

  /// From now on the listener is told. Errors: rejected, if another one is; over_budget.
  virtual result<unit> listen(signal_listener&) noexcept = 0;

  /// Signals that come from now on have the effect that they had before listen(). Also by the
  /// listener.
  virtual void give_back() noexcept = 0;

  /// give_back(); the listener is not told of anything any more when it returns.
  virtual void close() noexcept = 0;

  /// Sleeps until `done(what)`, which is looked at after each wake(). Not on a turn.
  virtual void wait(detail::system_core&, bool (*done)(void*), void* what) noexcept = 0;
  virtual void wake() noexcept = 0;
};

/// SIGINT and SIGTERM of this process. Handlers are there from listen() to close(); a signal that
/// is ignored stays ignored.
signal_source& process_signals();

} // namespace akt::inline v0
