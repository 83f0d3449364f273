// SPDX-License-Identifier: Apache-2.0
//
// What a restart keeps and what it loses, and ends that go wrong.
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

struct StopsBadly {
  void on(const akt::stopping&) { throw std::runtime_error("cannot stop"); }
};
struct SpawnBad {};
struct ParentOfBad {
  void on(SpawnBad, akt::context<ParentOfBad>& ctx) { ctx.spawn<StopsBadly>("bad"); }
};

struct restarting : kit_test {
  akt::actor_ref<Counter> counter(const supervisor& rules) {
    return system().spawn<Counter>(akt::spawn_options{.name = "c", .supervise = rules});
  }
};

// REST-14: watchers, name and mail stay, nobody is told of an end.
TEST_F(restarting, keeps_name_mail_and_watchers) {
  auto watcher = kit.spawn<Watcher>("watcher", &ended);
  auto c = counter(supervisor().otherwise(directive::restart));
  watcher.tell<Watch>(c);
  kit.settle();
  c.tell<Add>(5);
  c.tell<Break>();
  c.tell<Add>(1);
  EXPECT_EQ(kit.await(c.ask<Add>(1)).value(), 2);
  EXPECT_TRUE(*system().find<Counter>("c") == c);
  EXPECT_TRUE(ended.empty());
  c.stop();
  kit.settle();
  EXPECT_EQ(ended.size(), 1u);
}

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

TEST_F(restarting, twice_at_once_is_as_good_as_once_while_its_time_has_not_come) {
  auto c = counter(supervisor().otherwise(directive::restart).backoff(1s, 1s));
  c.tell<Break>();
  kit.settle();
  c.restart();
  c.restart();
  EXPECT_EQ(kit.await(c.ask<Add>(4)).value(), 4);
}

// STOP-08
TEST_F(restarting, that_waits_for_its_time_is_over_when_the_actor_is_stopped) {
  auto c = counter(supervisor().otherwise(directive::restart).backoff(1h, 1h));
  c.tell<Break>();
  kit.settle();
  c.stop();
  kit.settle();
  EXPECT_EQ(system().actors_alive(), 0u);
  EXPECT_TRUE(system().try_spawn<Echo>("c"));
}

// LIFE-05, DW-09
TEST_F(restarting, or_not_an_actor_whose_stopping_throws_ends_as_failed) {
  auto watcher = kit.spawn<Watcher>("watcher", &ended);
  auto bad = system().spawn<StopsBadly>(
      akt::spawn_options{.name = "bad", .supervise = supervisor().otherwise(directive::resume)});
  watcher.tell<Watch>(bad);
  kit.settle();
  bad.stop();
  kit.settle();
  ASSERT_EQ(ended.size(), 1u);
  EXPECT_EQ(ended[0].reason, akt::stop_reason::failed);
  EXPECT_EQ(error_of(system().find<StopsBadly>("bad")), akt::errc::no_such_actor);
}

// STOP-06, SUP-15, unlike there, a child that fails while it ends changes nothing for its parent.
TEST_F(restarting, or_not_a_child_that_ends_badly_does_not_keep_its_parent) {
  auto parent = kit.spawn<ParentOfBad>("parent");
  parent.tell<SpawnBad>();
  kit.settle();
  auto reason = later(parent.stopped());
  kit.settle();
  parent.stop();
  kit.settle();
  EXPECT_EQ(system().actors_alive(), 0u);
  ASSERT_TRUE(*reason);
  EXPECT_EQ((*reason)->value(), akt::stop_reason::stopped);
}

} // namespace restarting_test
