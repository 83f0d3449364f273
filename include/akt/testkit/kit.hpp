// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/testkit/world.hpp"

#include <source_location>

namespace akt::inline v0::testkit {

/// Tells of a failed expectation. `file` and `line` are the caller's.
using failure_handler = void (*)(const std::string& what, const char* file, int line);

/// What the testkit asks of the test framework around it. Null: as without one.
/// Thread-compatible; one for the whole process.
struct test_framework {
  failure_handler fail = nullptr;       ///< may return; without it: prints and aborts
  bool (*has_failed)() = nullptr;       ///< the running test has, by whatever check
  std::string (*run_again)() = nullptr; ///< arguments that make the program run this test alone
};

/// Replaces the framework and returns the one before. With GoogleTest: akt/testkit/gtest.hpp.
test_framework use(const test_framework& framework) noexcept;
const test_framework& framework_in_use() noexcept;

/// Replaces the handler alone.
void on_failure(failure_handler handler) noexcept;
void fail(const std::string& what, const char* file, int line);

/// For what a probe does not see. Fails unless `holds`.
void check(bool holds, std::string_view what, const char* file = __builtin_FILE(),
           int line = __builtin_LINE());

/// How a kit is made. Thread-compatible.
struct kit_options {
  std::uint64_t seed = 1;
  std::string policy = "random";
  bool time_is_a_choice = false; ///< see sim::world_options
  /// Named "test" unless given. Of the environment clock, executor and seed are the kit's; there
  /// are no threads, so that make_driver and the numbers of workers and threads count for nothing.
  /// All else is as given: log, memory and signals too.
  system_options system{};
};

/// One actor system without threads, on a clock that stands until the test moves it.
///
/// Bound to its thread. At its end every message must have a fate: what was sent is what was
/// handled, rejected or dead-lettered; a failure names the seed.
class kit {
public:
  explicit kit(const kit_options& options = {});
  ~kit();

  actor_system& system() noexcept { return system_; }
  sim::world& world() noexcept { return world_; }

  template <class A, class Name, class... Args>
  actor_ref<A> spawn(Name&& name, Args&&... args) {
    return system_.spawn<A>(static_cast<Name&&>(name), static_cast<Args&&>(args)...);
  }

  /// Runs actors until none has anything to do before time passes.
  void settle() { world_.run_until_idle(); }

  /// Lets time pass; whatever is due on the way happens in its order.
  void advance(duration d) { world_.advance(d); }

  /// Runs actors, and time if need be, until the answer is there.
  template <class R>
  result<R> await(request<R> r) {
    return std::move(r).get();
  }

  /// A child of that name, and of class C if that is said, lives below `parent`: at once, or before
  /// `within` of virtual time has passed. Here it is; after a failure, at the caller's line, null.
  /// One that has ended by then is not seen.
  any_ref expect_child(any_ref parent, std::string_view name, duration within = duration::zero(),
                       std::source_location at = std::source_location::current()) {
    return expect_child(parent, name, {}, within, at);
  }
  template <class C>
  actor_ref<C> expect_child(any_ref parent, std::string_view name,
                            duration within = duration::zero(),
                            std::source_location at = std::source_location::current()) {
    return actor_ref<C>(expect_child(parent, name, type_name<C>(), within, at));
  }
  /// The same of any child of that class, with or without a name: of several, the oldest.
  template <class C>
  actor_ref<C> expect_child(any_ref parent, duration within = duration::zero(),
                            std::source_location at = std::source_location::current()) {
    return actor_ref<C>(expect_child(parent, {}, type_name<C>(), within, at));
  }

  /// From now on `f` is asked about each message to an actor of the kit's system before that
  /// handles it: f(const sim::arrival&), or f(const M&) for one type, gives sim::pass, sim::drop or
  /// sim::delay(d), or nothing if it only looks. See world::intercept().
  template <class F>
  requires std::is_invocable_v<F&, const sim::arrival&>
  void intercept(F f) {
    world_.intercept(system_, sim::intercepting(std::move(f)));
  }
  template <class M, class F>
  void intercept(F f) {
    world_.intercept(system_, sim::intercepting<M>(std::move(f)));
  }
  void stop_intercepting() noexcept { world_.stop_intercepting(system_); }

private:
  any_ref expect_child(any_ref parent, std::string_view name, std::string_view type,
                       duration within, std::source_location at);

  std::uint64_t seed_;
  sim::world world_;
  actor_system& system_;
};

} // namespace akt::inline v0::testkit
