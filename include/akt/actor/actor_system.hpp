// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/environment.hpp"
#include "akt/actor/inspection.hpp"
#include "akt/actor/protocol.hpp"
#include "akt/actor/schedule.hpp"
#include "akt/actor/spawn_or_find.hpp"
#include "akt/actor/stop_report.hpp"
#include "akt/actor/topic.hpp"

#include <string>

namespace akt::inline v0 {

/// How an actor system is made. Thread-compatible.
struct system_options {
  std::string name = "akt";   ///< letters, digits, '-' and '_', first a letter or digit
  unsigned workers = 0;       ///< threads that run actors; 0: one per core
  unsigned extra_workers = 4; ///< at most so many more while all workers block or compute for long
  /// How long a worker without work looks for some before it sleeps, 0 to 1 s; 0: for a moment. To
  /// be woken takes tens of microseconds, hundreds where the core sleeps as well: longer spins buy
  /// short tails of latency with processor time.
  duration spin = std::chrono::microseconds(40);
  /// Up to so long if work has come that soon after the beginning of the last search, 0 to 1 s; one
  /// worker at a time. What is not above `spin`, or a `spin` of 0, means never longer than `spin`.
  duration spin_max = std::chrono::microseconds(200);
  /// For up to so long it then sleeps lightly if the last sleep ended that soon after the beginning
  /// of its search, 0 to 1 s; as a rule one worker at a time. It wakes every 60 us, which keeps its
  /// core from sleeping deeply and takes up to a tenth of it.
  duration doze_max = std::chrono::milliseconds(2);
  unsigned blocking_threads = 64;                    ///< at most so many threads for offload()
  duration ask_timeout = std::chrono::seconds(5);    ///< of an ask without within()
  duration stop_timeout = std::chrono::seconds(10);  ///< until stop() no longer waits for actors
  duration start_timeout = std::chrono::seconds(10); ///< of a `started` that waits: then it fails
  duration long_handler = std::chrono::seconds(1);   ///< reported from here on
  std::uint32_t throughput = 0;         ///< messages of one turn; 0: bounded by time only
  std::uint32_t timers_max = 1'000'000; ///< schedules of one actor at a time
  std::size_t memory_max = 0;           ///< bytes for envelopes, objects and frames; 0: no bound
  akt::supervisor supervise{};          ///< of actors that are spawned without one: they stop
  akt::environment environment{};       ///< the seams; empty: the real computer
};

/// What became of the messages of a system. sent = sum of fates + in_flight.
/// Thread-compatible.
struct fate_report {
  std::uint64_t sent = 0;
  std::uint64_t fates[fate_count] = {};
  std::uint64_t in_flight = 0;

  std::uint64_t operator[](fate f) const noexcept { return fates[static_cast<std::size_t>(f)]; }
};

/// Runs actors. Thread-safe; must not be destroyed on a turn of its own.
///
/// The destructor is stop().
class actor_system {
public:
  /// Throws bad_result with errc::invalid_name or errc::invalid_argument; try_make_system() of
  /// akt/actor/try_make_system.hpp returns them.
  explicit actor_system(system_options options = {});
  explicit actor_system(std::string_view name);
  ~actor_system();
  actor_system(const actor_system&) = delete;
  actor_system& operator=(const actor_system&) = delete;

  const std::string& name() const noexcept;

  /// The reference is there at once, mail waits; the object is made on its own first turn. The
  /// first argument is a name, spawn_options or akt::anonymous. Errors: name_taken, invalid_name,
  /// invalid_argument, over_budget, stopped.
  template <class A, class... Args>
  result<actor_ref<A>> try_spawn(spawn_options how, Args&&... args) {
    return detail::spawn<A>(*core_, nullptr, how, static_cast<Args&&>(args)...);
  }
  template <class A, detail::name_or_none How, class... Args>
  result<actor_ref<A>> try_spawn(const How& how, Args&&... args) {
    if constexpr (!std::is_same_v<How, anonymous_t>)
      if (detail::name_of(how).empty()) return errc::invalid_name;
    return detail::spawn<A>(*core_, nullptr, how, static_cast<Args&&>(args)...);
  }

  /// try_spawn().value().
  template <class A, class... Args>
  actor_ref<A> spawn(spawn_options how, Args&&... args) {
    if constexpr (detail::can_be_spawned<A, std::decay_t<Args>...>())
      return try_spawn<A>(std::move(how), static_cast<Args&&>(args)...).value();
    else
      return {};
  }
  template <class A, detail::name_or_none How, class... Args>
  actor_ref<A> spawn(const How& how, Args&&... args) {
    if constexpr (detail::can_be_spawned<A, std::decay_t<Args>...>())
      return try_spawn<A>(how, static_cast<Args&&>(args)...).value();
    else
      return {};
  }

  /// An actor whose object is what `factory()` returns, also for each restart: for what is made
  /// from arguments that cannot be copied. The factory is called on the actor's turns.
  template <class A, class F>
  result<actor_ref<A>> try_spawn_with(spawn_options how, F&& factory) {
    return detail::spawn_with<A>(*core_, nullptr, how, static_cast<F&&>(factory));
  }
  template <class A, class F>
  actor_ref<A> spawn_with(spawn_options how, F&& factory) {
    if constexpr (detail::can_be_spawned<A, detail::made_by<std::decay_t<F>>>())
      return try_spawn_with<A>(std::move(how), static_cast<F&&>(factory)).value();
    else
      return {};
  }

  /// The living actor of that name, spawned if there is none: whoever asks at the same time gets
  /// the same one. The first argument is a name, or spawn_options with one; the arguments are not
  /// used where the actor is found. Errors as of try_spawn(), and wrong_type: the name belongs to
  /// an actor of another class.
  template <class A, class How, class... Args>
  result<actor_ref<A>> try_spawn_or_find(const How& how, Args&&... args) {
    return detail::spawn_or_find<A>(*core_, nullptr, how, static_cast<Args&&>(args)...);
  }
  /// try_spawn_or_find().value().
  template <class A, class How, class... Args>
  actor_ref<A> spawn_or_find(const How& how, Args&&... args) {
    if constexpr (detail::can_be_found<How>() && detail::can_be_spawned<A, std::decay_t<Args>...>())
      return try_spawn_or_find<A>(how, static_cast<Args&&>(args)...).value();
    else
      return {};
  }

  /// The living actor of that path: "parent/child", or whole as path() gives it. Errors:
  /// no_such_actor, wrong_type.
  template <class A>
  result<actor_ref<A>> find(std::string_view path) const {
    if constexpr (!detail::complete<A>) {
      static_assert(detail::never<A>,
                    "the actor's class is only declared here: include its header");
      return errc::invalid_argument;
    } else {
      auto found = find_any(path, detail::type_of<A>);
      if (!found) return std::move(found).error();
      return actor_ref<A>(*found);
    }
  }

  /// A topic of what nobody handled.
  const topic<dead_letter>& dead_letters() const noexcept;

  /// Waits until what is under way is handled, for at most three quarters of options.stop_timeout:
  /// not for what is stashed, stands before a suspended actor, asks for an end with stopped(), or
  /// waits for nothing but such. Then it ends all actors, children before parents, for at most the
  /// rest of it. After that it no longer waits: parked handlers are destroyed, which is in the
  /// report and in the log. Answers all asks, ends the threads. Messages to a stopped system get
  /// the fate `stopped`. Idempotent; a second caller waits for the first and gets the same report.
  /// Asserts that it is not called on a turn of this system.
  stop_report stop() noexcept;
  /// Without waiting for what is under way; a stop() that waits goes on at once. Handlers that run
  /// are not interrupted.
  stop_report stop(now_t) noexcept;

  /// A snapshot; in_flight is exact only while nothing runs.
  fate_report fates() const noexcept;
  std::uint64_t actors_alive() const noexcept;

  /// The actors that live: what they do, what waits in their mailboxes, what their handlers wait
  /// for. Looks at those that rest without waking them, asks those that are busy; stuck workers
  /// cost no more than options.patience. On a turn of the system busy actors are not asked. Any
  /// thread.
  actor_list actors(const inspect_options& options = {}) const;
  /// One of them. Of an actor that has ended, or never was, or lives elsewhere: state `ended`, and
  /// all numbers are 0.
  actor_info info(any_ref actor, const inspect_options& options = {}) const;
  /// actors(), fates, memory and workers for people, one line each, or as one JSON object.
  std::string dump(dump_format format = dump_format::text,
                   const inspect_options& options = {}) const;
  /// A topic of handlers that wait for each other: see wait_cycle.
  const topic<wait_cycle>& wait_cycles() const noexcept;

  detail::system_core& core() noexcept { return *core_; }

private:
  friend class system_factory;
  struct unchecked {};
  actor_system(system_options options, unchecked);
  result<any_ref> find_any(std::string_view path, const detail::actor_type& type) const;

  executor* own_executor_ = nullptr; // owned; null: the environment's
  detail::system_core* core_;        // owned
};

} // namespace akt::inline v0
