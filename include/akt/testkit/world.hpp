// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/actor_system.hpp"
#include "akt/remote/endpoint.hpp"
#include "akt/testkit/interception.hpp"
#include "akt/testkit/policy.hpp"

#include <map>
#include <memory>
#include <string>

namespace akt::inline v0::sim {

/// How a world is made. Thread-compatible.
struct world_options {
  std::uint64_t seed = 1;
  std::string policy = "random";         ///< see make_policy()
  std::uint32_t turn_messages_max = 8;   ///< a turn handles 1 to so many, drawn per turn
  std::uint64_t steps_max = 100'000'000; ///< beyond, the world is said to live-lock: an assertion
  /// While time passes, an alarm may ring before what is ready has run, as on a slow machine; else
  /// time stands still until nothing else can happen.
  bool time_is_a_choice = false;
};

/// What a link did, for recording and for faults. Thread-compatible.
struct link_totals {
  std::uint64_t packets = 0;
  std::uint64_t bytes = 0;
  std::uint64_t dropped = 0; ///< packets that were on their way when the link was cut
};

/// Systems that run in one thread, on one clock, in an order that one seed decides: the real code,
/// with a world in place of threads, clocks and sockets.
///
/// Bound to the thread that made it; references of its systems too. Two worlds with the same
/// options and the same calls do the same, step by step, on every platform: trace_hash() tells.
class world {
public:
  /// Throws bad_result with errc::invalid_argument for an unknown policy.
  explicit world(world_options options = {});
  ~world();
  world(const world&) = delete;
  world& operator=(const world&) = delete;

  /// For probes, each of which must end before the world: else its end is a named assertion.
  void probe_begins() noexcept { ++probes_; }
  void probe_ends() noexcept { --probes_; }
  void expect_no_probes() const noexcept;

  /// The system of that name; made on first use, with these options. The name, and of the
  /// environment clock, executor and seed, are the world's; there are no threads, so that
  /// make_driver and the numbers of workers and threads count for nothing. All else is as given.
  actor_system& system(std::string_view name, system_options options = {});

  /// A link between two systems, carrying bytes. A second connect() after a cut() makes a new link.
  void connect(actor_system& a, actor_system& b);
  /// The link goes down now, on both ends; what is on its way is lost.
  void cut(actor_system& a, actor_system& b);

  /// The system's dealings with other nodes; made on first use.
  remote::endpoint& endpoint(actor_system& system);

  /// The named actor of another system that `from` has a link to. Steps the world.
  template <class A>
  result<actor_ref<A>> find(actor_system& from, std::string_view node, std::string_view actor) {
    run_until_idle();
    return endpoint(from).find<A>(node, actor);
  }

  /// One seeded choice among what can happen now. False: nothing can before time passes.
  bool step();

  /// Steps until nothing can happen before time passes; returns how many steps.
  std::uint64_t run_until_idle();

  /// Lets `d` pass, with everything that is due on the way.
  void advance(duration d);

  /// Runs actors, and time if need be, until `done()` or until `within` has passed. True: done.
  template <class F>
  bool run_until(F done, duration within) {
    return run_until([](void* f) { return static_cast<bool>((*static_cast<F*>(f))()); }, &done,
                     within);
  }

  /// Lets time pass to the next timer. False: there is none.
  bool advance_to_next_timer();

  /// From now on `f` is asked about each message to an actor of the system, told or asked, before
  /// a turn handles it; answers are none. The first of several that does not let it pass decides.
  void intercept(actor_system& system, interceptor f);
  /// No interceptor is asked any more; what was delayed still comes when it is due.
  void stop_intercepting(actor_system& system) noexcept;

  instant now() const noexcept;
  std::uint64_t steps() const noexcept;

  /// Of the policy: see there.
  std::uint64_t priority_changes() const noexcept;
  std::string complaint() const;

  /// A hash of every choice, draw, packet and passage of time so far. Draws of the policy are in it
  /// as the choices that came of them, so that a replay, which draws nothing, has the same.
  std::string trace_hash() const;

  /// A stream of random numbers for a test's own use; every draw is in the trace.
  random_stream& random() noexcept;

  /// All choices so far, for `--policy replay:FILE`.
  void write_choices(const std::string& path) const;

  /// Hears every packet that is sent, before it arrives.
  using tap = void (*)(void* listener, std::string_view from, std::string_view to,
                       std::span<const std::byte> bytes);
  void listen(tap t, void* listener) noexcept;
  link_totals totals(actor_system& from, actor_system& to) const;

  /// sent = sum of fates + in flight, in every system; `what` names the first that breaks it.
  bool conserved(std::string* what = nullptr) const;

private:
  bool run_until(bool (*done)(void*), void* what, duration within);

  struct impl;
  std::unique_ptr<impl> impl_;
  std::size_t probes_ = 0;
};

} // namespace akt::inline v0::sim
