// SPDX-License-Identifier: Apache-2.0
//
// A `started` that waits for too long has failed.
#include "test_support.hpp"

namespace start_timeout_test {

using namespace actor_test;
using akt::directive;
using akt::supervisor;

struct Busy {};

/// Its start waits for as many seconds as it takes from the list.
class Slow {
public:
  Slow(std::vector<int>* seconds, journal* seen) : seconds_(seconds), seen_(seen) {}
  akt::task<> on(const akt::started&, akt::context<Slow>& ctx) {
    int wait = seconds_->empty() ? 0 : seconds_->back();
    if (!seconds_->empty()) seconds_->pop_back();
    seen_->push_back("begins");
    co_await ctx.sleep(std::chrono::seconds(wait));
    seen_->push_back("started");
  }
  akt::task<int> on(Busy, akt::context<Slow>& ctx) {
    co_await ctx.sleep(1h);
    co_return 7;
  }
  int on(Ping m) { return m.n; }

private:
  std::vector<int>* seconds_;
  journal* seen_;
};

/// Spawns one; does not start for a while itself.
class Parent {
public:
  Parent(std::vector<int>* seconds, journal* seen) : seconds_(seconds), seen_(seen) {}
  akt::task<> on(const akt::started&, akt::context<Parent>& ctx) {
    child_ = ctx.spawn<Slow>("child", seconds_, seen_);
    co_await ctx.sleep(30s);
  }
  akt::actor_ref<Slow> on(Ping) { return child_; }

private:
  std::vector<int>* seconds_;
  journal* seen_;
  akt::actor_ref<Slow> child_;
};

struct start_timeouts : kit_test {
  std::vector<int> seconds;
  akt::actor_ref<Slow> slow(const akt::spawn_options& how) {
    return system().spawn<Slow>(how, &seconds, &seen);
  }
};

// LIFE-07, W-18
TEST_F(start_timeouts, give_a_start_up_that_never_ends) {
  seconds = {1'000'000};
  kit.spawn<Watcher>("watcher", &ended).tell<Watch>(slow({.name = "slow"}));
  auto s = system().find<Slow>("slow").value();
  auto begun = later(s.started().within(1h));
  auto told = later(s.ask<Ping>(1).within(1h));
  kit.advance(9s);
  EXPECT_FALSE(*begun);
  kit.advance(2s);
  ASSERT_TRUE(*begun);
  EXPECT_EQ(error_of(**begun), akt::errc::failed);
  EXPECT_NE((*begun)->error().message().find("start_timeout"), std::string::npos)
      << (*begun)->error().message();
  EXPECT_EQ(error_of(**told), akt::errc::stopped);
  ASSERT_EQ(ended.size(), 1u);
  EXPECT_EQ(ended[0].reason, akt::stop_reason::failed);
  EXPECT_EQ(error_of(system().find<Slow>("slow")), akt::errc::no_such_actor);
  EXPECT_EQ(seen, journal{"begins"});
}

TEST_F(start_timeouts, are_failures_with_a_code_that_a_supervisor_decides_on) {
  seconds = {0, 11};
  auto s = slow({.supervise = supervisor().on(akt::errc::timeout, directive::restart)});
  EXPECT_EQ(kit.await(s.ask<Ping>(4).within(1h)).value(), 4);
  EXPECT_EQ(seen, (journal{"begins", "begins", "started"}));
}

TEST_F(start_timeouts, hold_for_each_restart_anew) {
  seconds = {11, 11, 0};
  auto s = slow(
      {.supervise =
           supervisor().otherwise(directive::restart).max_restarts(1).when_spent(directive::stop),
       .restartable = true});
  EXPECT_EQ(kit.await(s.ask<Ping>(4)).value(), 4);
  s.restart();
  kit.advance(30s);
  EXPECT_EQ(seen, (journal{"begins", "started", "begins", "begins"}));
  EXPECT_EQ(system().actors_alive(), 0u);
}

// REST-10: twice as long as the system's, or a tenth of it.
TEST_F(start_timeouts, of_its_own_hold_for_each_restart_of_an_actor) {
  seconds = {15, 15, 15};
  auto patient = slow({.name = "patient", .restartable = true, .start_timeout = 20s});
  kit.advance(16s);
  for (int i = 0; i < 2; ++i) {
    patient.restart();
    kit.advance(16s);
  }
  EXPECT_EQ(seen, (journal{"begins", "started", "begins", "started", "begins", "started"}));
  EXPECT_EQ(kit.await(patient.ask<Ping>(4)).value(), 4);
  patient.stop();
  seen.clear();
  seconds = {5, 5, 5, 0};
  auto hasty = slow(
      {.supervise =
           supervisor().otherwise(directive::restart).max_restarts(3).when_spent(directive::stop),
       .restartable = true,
       .start_timeout = 1s});
  EXPECT_EQ(kit.await(hasty.ask<Ping>(4)).value(), 4);
  hasty.restart();
  hasty.tell<Ping>(5);
  kit.advance(3100ms);
  EXPECT_EQ(seen,
            (journal{"begins", "started", "begins", "begins", "begins", "begins", "started"}));
}

TEST_F(start_timeouts, do_not_concern_handlers_that_come_later) {
  seconds = {1};
  auto s = slow({.name = "slow"});
  auto busy = later(s.ask<Busy>().within(2h));
  kit.advance(2h);
  ASSERT_TRUE(*busy);
  EXPECT_EQ((*busy)->value(), 7);
}

TEST_F(start_timeouts, just_not_reached_change_nothing) {
  seconds = {9};
  EXPECT_EQ(kit.await(slow({.name = "slow"}).ask<Ping>(1).within(1h)).value(), 1);
}

// SPAWN-08
TEST_F(start_timeouts, of_a_child_are_its_own_or_the_systems_and_not_the_parents) {
  seconds = {20};
  auto parent = system().spawn<Parent>(akt::spawn_options{.name = "p", .start_timeout = 1min},
                                       &seconds, &seen);
  auto child = later(parent.ask<Ping>().within(1h));
  kit.advance(11s);
  EXPECT_EQ(error_of(system().find<Slow>("p/child")), akt::errc::no_such_actor);
  kit.advance(20s);
  EXPECT_TRUE(system().find<Parent>("p"));
  for (auto [name, limit] : {std::pair("patient", 21s), std::pair("hasty", 1s)}) {
    seconds = {20};
    (void)slow({.name = name, .start_timeout = limit});
    kit.advance(25s);
    EXPECT_EQ(system().find<Slow>(name).has_value(), limit == 21s);
  }
}

TEST_F(start_timeouts, out_of_range_are_refused) {
  for (akt::duration bad : {akt::duration(0s), akt::duration(-1s), akt::duration(24h * 25)}) {
    auto refused = system().try_spawn<Slow>(
        akt::spawn_options{.name = "slow", .start_timeout = bad}, &seconds, &seen);
    EXPECT_EQ(error_of(refused), akt::errc::invalid_argument);
  }
  EXPECT_EQ(system().actors_alive(), 0u);
}

// Bad input: a stop during a start.
TEST_F(start_timeouts, let_stop_through) {
  seconds = {5, 5};
  auto first = slow({.name = "first"});
  kit.settle();
  first.stop();
  kit.settle();
  EXPECT_TRUE(system().find<Slow>("first")) << "its start may finish";
  kit.advance(6s);
  EXPECT_FALSE(system().find<Slow>("first"));
  EXPECT_EQ(seen, (journal{"begins", "started"}));
  auto second = slow({.name = "second"});
  kit.settle();
  second.stop(akt::now);
  kit.settle();
  EXPECT_FALSE(system().find<Slow>("second"));
}

} // namespace start_timeout_test
