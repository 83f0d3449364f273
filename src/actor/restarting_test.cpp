// SPDX-License-Identifier: Apache-2.0
//
// What a restart keeps and what it loses.
#include "test_support.hpp"

namespace restarting_test {

using namespace actor_test;
using akt::directive;
using akt::supervisor;

struct Break {};
struct Add {
  int n;
};

struct Counter {
  int on(Add m) { return total += m.n; }
  void on(Break) { throw std::runtime_error("broken"); }
  int total = 0;
};

struct SpawnTwo {};
struct Pair {
  akt::actor_ref<Counter> first, second;
};
struct Parent {
  Pair on(SpawnTwo, akt::context<Parent>& ctx) {
    return {ctx.spawn<Counter>("first"), ctx.spawn<Counter>("second")};
  }
};

struct restarting : kit_test {
  akt::actor_ref<Counter> counter(const supervisor& rules) {
    return system().spawn<Counter>(akt::spawn_options{.name = "c", .supervise = rules});
  }
};

// REST-10
TEST_F(restarting, keeps_the_rules) {
  auto c = counter(supervisor().otherwise(directive::restart).max_restarts(100));
  for (int i = 0; i < 20; ++i) c.tell<Break>();
  EXPECT_EQ(kit.await(c.ask<Add>(1)).value(), 1);
}

// REST-02, unlike there, a reference to an actor that has ended stays without one.
TEST_F(restarting, is_nothing_that_an_ended_actor_does) {
  auto c = counter(supervisor().otherwise(directive::restart));
  c.stop();
  kit.settle();
  c.restart();
  c.reinstate();
  c.suspend();
  kit.settle();
  EXPECT_EQ(error_of(kit.await(c.ask<Add>(1))), akt::errc::stopped);
  auto again = counter(supervisor());
  EXPECT_EQ(kit.await(again.ask<Add>(1)).value(), 1);
}

// REST-05
TEST_F(restarting, brings_no_child_back_that_had_ended) {
  auto parent = system().spawn<Parent>(akt::spawn_options{
      .name = "p", .supervise = supervisor().children(akt::children_policy::restart)});
  auto two = kit.await(parent.ask<SpawnTwo>()).value();
  two.first.stop();
  two.second.tell<Add>(3);
  kit.settle();
  parent.restart();
  kit.settle();
  EXPECT_EQ(error_of(system().find<Counter>("p/first")), akt::errc::no_such_actor);
  EXPECT_EQ(kit.await(two.second.ask<Add>(1)).value(), 1);
  EXPECT_EQ(system().actors_alive(), 2u);
}

TEST_F(restarting, that_waits_for_its_time_is_over_when_the_actor_is_stopped) {
  auto c = counter(supervisor().otherwise(directive::restart).backoff(1h, 1h));
  c.tell<Break>();
  kit.settle();
  c.stop();
  kit.settle();
  EXPECT_EQ(system().actors_alive(), 0u);
  EXPECT_TRUE(system().try_spawn<Echo>("c"));
}

struct Frail {
  Frail(int* left, journal* seen) : seen_(seen) {
    if (--*left < 0) throw std::runtime_error("worn out");
  }
  void on(const akt::stopping&) { seen_->push_back("stopping"); }
  journal* seen_;
};
struct SpawnFrail {
  supervisor rules;
};
struct Keeper {
  Keeper(int* lives, journal* s) : left(lives), seen(s) { seen->push_back("keeper"); }
  void on(const SpawnFrail& m, akt::context<Keeper>& ctx) {
    ctx.spawn<Frail>(akt::spawn_options{.name = "frail", .supervise = m.rules}, left, seen);
  }
  int* left;
  journal* seen;
};

struct restarting_a_child_that_breaks : restarting {
  int lives = 1;
  akt::actor_ref<Keeper> keeper = system().spawn<Keeper>(
      akt::spawn_options{
          .name = "keeper",
          .supervise =
              supervisor().otherwise(directive::stop).children(akt::children_policy::restart),
          .restartable = true},
      &lives, &seen);

  void restart_above(const supervisor& rules) {
    keeper.tell<SpawnFrail>(rules);
    kit.settle();
    keeper.restart();
    kit.settle();
  }
};

// REST-06: how the parent fares is the child's rules to say.
TEST_F(restarting_a_child_that_breaks, fails_the_parent_if_the_childs_rules_escalate) {
  restart_above(supervisor().otherwise(directive::escalate));
  EXPECT_EQ(seen, (journal{"keeper", "keeper"}));
  EXPECT_EQ(system().actors_alive(), 0u);
}

// REST-06
TEST_F(restarting_a_child_that_breaks, ends_the_child_alone_otherwise) {
  restart_above(supervisor().otherwise(directive::stop));
  EXPECT_EQ(system().actors_alive(), 1u);
  EXPECT_TRUE(system().find<Keeper>("keeper"));
}

// REST-07: the end of the old object cannot fail, for `stopping` is the actor's end and a
// destructor that may throw does not compile: compile_fail.actor_throwing_destructor.
TEST_F(restarting, is_no_end_and_signals_no_stopping) {
  int lives = 2;
  auto frail =
      system().spawn<Frail>(akt::spawn_options{.name = "f", .restartable = true}, &lives, &seen);
  frail.restart();
  kit.settle();
  EXPECT_TRUE(seen.empty());
  EXPECT_EQ(lives, 0);
}

struct Dawdle {};
struct Dawdler {
  explicit Dawdler(journal* s) : seen(s) {}
  akt::task<> on(Dawdle, akt::context<Dawdler>& ctx) {
    ctx.stop();
    co_await ctx.sleep(1s);
    seen->push_back("finished");
  }
  journal* seen;
};

// Bad input: restart of an actor that ends.
TEST_F(restarting, is_nothing_that_an_actor_does_which_ends_behind_its_handler) {
  auto d = system().spawn<Dawdler>(akt::spawn_options{.name = "d", .restartable = true}, &seen);
  d.tell<Dawdle>();
  kit.settle();
  d.restart();
  d.suspend();
  kit.advance(1s);
  EXPECT_EQ(seen, journal{"finished"});
  EXPECT_EQ(system().actors_alive(), 0u);
}

struct Copied {
  explicit Copied(int* n) : copies(n) {}
  Copied(const Copied& other) : copies(other.copies) {
    if (--*copies < 0) throw std::runtime_error("cannot be copied again");
  }
  Copied(Copied&&) noexcept = default;
  int* copies;
};
struct Holder {
  explicit Holder(Copied) {}
  int on(Ping m) const { return m.n; }
};

// Bad input: arguments and factories that throw when the object is made anew.
TEST_F(restarting, fails_if_arguments_or_a_factory_throw) {
  int copies = 100;
  auto holder =
      system().spawn<Holder>(akt::spawn_options{.name = "h", .restartable = true}, Copied(&copies));
  EXPECT_EQ(kit.await(holder.ask<Ping>(1)).value(), 1);
  copies = 0;
  holder.restart();
  kit.settle();
  EXPECT_EQ(system().actors_alive(), 0u);
  int made = 0;
  auto built = system().spawn_with<Echo>(akt::spawn_options{.name = "e"}, [&made] {
    if (++made > 1) throw std::runtime_error("no more");
    return Echo{};
  });
  EXPECT_EQ(kit.await(built.ask<Ping>(1)).value(), 1);
  built.restart();
  kit.settle();
  EXPECT_EQ(made, 2);
  EXPECT_EQ(system().actors_alive(), 0u);
}

} // namespace restarting_test
