// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/actor_system.hpp"
#include "akt/actor/signal_source.hpp"

namespace akt::inline v0 {

/// How a program that run() ran has ended. Thread-compatible.
struct run_report {
  stop_report stop;
  int signal = 0;       ///< the first that came; 0: none
  bool at_once = false; ///< a second one came, and nothing was waited for any more
  int status = 0;       ///< what the body returned; 0 if it returns nothing

  /// For main(): the body's status, also after a signal, which is how programs are ended; but if
  /// the system did not end in order 128 + signal, as shells say it, or 1 without one.
  int exit_code() const noexcept {
    if (stop.in_order || status != 0) return status;
    return signal ? 128 + signal : 1;
  }
};

namespace detail {
struct runner;
}

/// What the body of run() may ask and say. Thread-safe; lives until run() returns, and so longer
/// than every actor of its system.
class program final : signal_listener {
public:
  program(const program&) = delete;
  program& operator=(const program&) = delete;

  actor_system& system() const noexcept { return *system_; }

  /// Whether the body shall come to its end: a signal came, or somebody said end(). Cheap.
  bool ending() const noexcept { return ending_.load(sync::acquire); } // pairs with end()
  /// The first signal that came; 0: none.
  int signal() const noexcept { return signal_.load(sync::relaxed); } // a number, no more

  /// As if a signal came. Also on a turn.
  void end() noexcept;
  /// Sleeps until ending(). Asserts that it is not called on a turn.
  void wait() noexcept;

private:
  friend struct detail::runner;
  explicit program(actor_system& system) noexcept : system_(&system) {}
  explicit program(system_options options);
  ~program();

  result<unit> begin() noexcept;
  run_report finish(int status) noexcept;
  void signalled(int signal) noexcept override;

  actor_system* system_ = nullptr;
  bool owns_ = false;
  error refusal_{errc::stopped}; // why there is no system
  signal_source* source_ = nullptr;
  bool listens_ = false;
  sync::atomic<bool> ending_{false}, at_once_{false};
  sync::atomic<int> signal_{0};
};

namespace detail {

struct runner {
  template <class Where, class F>
  static result<run_report> run(Where&& where, F& body) {
    if constexpr (!std::is_invocable_v<F&, program&>) {
      static_assert(never<F>, "the body of run() takes an akt::program&");
      return errc::invalid_argument;
    } else {
      using status = std::invoke_result_t<F&, program&>;
      static_assert(std::is_void_v<status> || std::is_same_v<status, int>,
                    "the body of run() returns nothing, or an int for the exit code");
      program it(static_cast<Where&&>(where));
      if (auto begun = it.begin(); !begun) return std::move(begun).error();
      if constexpr (std::is_void_v<status>) {
        body(it);
        return it.finish(0);
      } else {
        return it.finish(body(it));
      }
    }
  }
};

} // namespace detail

/// Calls `body(program&)`, then stops the system. SIGINT and SIGTERM ask the body to end; a second
/// one stops the system at once, so that asks are answered; a third one has the effect that it has
/// without run(). What was there for these signals before is put back at the end, also if the body
/// throws. Any thread that is on no turn; the body runs on it.
/// Errors: stopped; rejected, if another run() of the process is under way; over_budget.
template <class F>
result<run_report> run(actor_system& system, F&& body) {
  return detail::runner::run(system, body);
}

/// With a system of its own. Errors: those of try_make_system() as well.
template <class F>
result<run_report> run(system_options options, F&& body) {
  return detail::runner::run(std::move(options), body);
}

} // namespace akt::inline v0
