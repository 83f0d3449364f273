// SPDX-License-Identifier: Apache-2.0
//
// Scheduling on real threads: what waits behind a handler that blocks.
#include "threads_test_support.hpp"

namespace work_stealing_tests {

using namespace std::chrono_literals;

struct Go {};
struct Ping {};
struct Count {};

namespace {

using work_stealing = akt_test::threaded;

struct Receiver {
  std::latch* ran;
  void on(Ping) { ran->count_down(); }
};

/// Tells two others, then blocks until the test lets it go.
struct Blocker {
  akt::actor_ref<Receiver> first, second;
  std::latch* release;
  std::atomic<const akt::detail::worker*>* blocked;
  void on(Go) {
    first.tell<Ping>();
    second.tell<Ping>();
    blocked->store(akt::detail::current_turn()->home->self);
    release->wait();
  }
};

struct Sleeper {
  std::latch *arrived, *release;
  void on(Go) {
    arrived->count_down();
    release->wait();
  }
};

struct Answerer {
  int on(Count) const { return 42; }
};

struct Tally {
  int pings = 0;
  void on(Ping) { ++pings; }
  int on(Count) const { return pings; }
};

/// Tells a counter, and itself to do it again.
struct Busy {
  akt::actor_ref<Tally> tally;
  std::atomic<int>* rounds;
  void on(Go, akt::context<Busy>& ctx) {
    for (int i = 0; i < 10; ++i) tally.tell<Ping>();
    if (rounds->fetch_sub(1) > 0) ctx.self().tell<Go>();
  }
};

} // namespace

// Counted by the monitor in its own looks, not in time: when a thread gets a core is the operating
// system's affair, also that of this test.
TEST_F(work_stealing, what_a_blocked_handler_has_sent_is_free_for_others_within_five_looks) {
  constexpr int rounds = 20;
  for (int round = 0; round < rounds; ++round) {
    std::latch ran(2), release(1);
    std::atomic<const akt::detail::worker*> blocked{nullptr};
    auto a = system.spawn<Receiver>(akt::anonymous, &ran);
    auto b = system.spawn<Receiver>(akt::anonymous, &ran);
    auto blocker = system.spawn<Blocker>(akt::anonymous, a, b, &release, &blocked);
    blocker.tell<Go>();
    ran.wait(); // while the blocker still blocks
    EXPECT_LE(blocked.load()->held_looks_max.load(akt::sync::relaxed), 5u);
    release.count_down();
    for (akt::any_ref r : {akt::any_ref(a), akt::any_ref(b), akt::any_ref(blocker)}) r.stop();
    ASSERT_TRUE(quiet());
  }
}

TEST_F(work_stealing, all_workers_blocked_one_more_actor_still_answers) {
  std::latch arrived(2), release(1);
  for (int i = 0; i < 2; ++i) system.spawn<Sleeper>(akt::anonymous, &arrived, &release).tell<Go>();
  arrived.wait();
  auto answerer = system.spawn<Answerer>("answerer");
  EXPECT_EQ(answerer.ask<Count>().get().value(), 42);
  release.count_down();
  ASSERT_TRUE(quiet()); // nobody looks at the latches any more
}

TEST_F(work_stealing, more_blocked_actors_than_workers_and_spares_wait_their_turn_and_all_run) {
  constexpr int many = 5; // two workers and four spares hold five sleepers and one answerer
  std::latch arrived(many), release(1);
  for (int i = 0; i < many; ++i)
    system.spawn<Sleeper>(akt::anonymous, &arrived, &release).tell<Go>();
  arrived.wait();
  auto answerer = system.spawn<Answerer>("answerer");
  EXPECT_EQ(answerer.ask<Count>().get().value(), 42);
  release.count_down();
  ASSERT_TRUE(quiet()); // nobody looks at the latches any more
}

// What it has goes to the others, and nothing is lost, however often.
TEST_F(work_stealing, workers_that_shall_rest_hand_over_what_they_have_and_one_stays) {
  std::atomic<int> rounds{20'000};
  ASSERT_TRUE(until([](auto& e) { return e.monitor_pause() > std::chrono::seconds(1); }))
      << "all sleep, without a limit";
  auto tally = system.spawn<Tally>(akt::anonymous);
  for (int i = 0; i < 8; ++i) system.spawn<Busy>(akt::anonymous, tally, &rounds).tell<Go>();
  while (rounds.load() > 0)
    for (auto& w : system.core().workers) w->shall_rest.store(true, akt::sync::relaxed);
  ASSERT_TRUE(quiet());
  EXPECT_GT(executor().rest_count(), 0u);
  EXPECT_GE(tally.ask<Count>().get().value(), 200'000);
}

TEST(extra_workers, are_at_most_as_many_as_the_option_says) {
  akt::system_options o;
  o.name = "bounded";
  o.workers = 1;
  o.extra_workers = 1;
  std::latch two_arrived(2), all_arrived(4), release(1);
  struct Guest {
    std::latch *two, *all, *release;
    std::atomic<int>* number;
    void on(Go) {
      if (number->fetch_add(1) < 2) two->count_down();
      all->count_down();
      release->wait();
    }
  };
  std::atomic<int> number{0};
  akt_test::checked_system system(o);
  for (int i = 0; i < 4; ++i)
    system.spawn<Guest>(akt::anonymous, &two_arrived, &all_arrived, &release, &number).tell<Go>();
  two_arrived.wait();
  system.wait_for_looks(20);
  EXPECT_EQ(number.load(), 2) << "the others wait";
  EXPECT_EQ(system.executor().workers_present(), 2u);
  release.count_down();
  all_arrived.wait();
}

TEST_F(work_stealing, spare_workers_leave_when_the_own_ones_are_able_again) {
  std::latch arrived(4), release(1);
  for (int i = 0; i < 4; ++i) system.spawn<Sleeper>(akt::anonymous, &arrived, &release).tell<Go>();
  arrived.wait();
  EXPECT_GE(executor().workers_present(), 4u);
  release.count_down();
  ASSERT_TRUE(until([](auto& e) { return e.workers_present() == 2; }));
  std::latch again(4), release_again(1);
  for (int i = 0; i < 4; ++i)
    system.spawn<Sleeper>(akt::anonymous, &again, &release_again).tell<Go>();
  again.wait(); // they come back
  release_again.count_down();
  ASSERT_TRUE(quiet());
}

struct Loop {
  std::atomic<bool>* go_on;
  void on(Go, akt::context<Loop>& ctx) {
    if (go_on->load()) ctx.self().tell<Go>();
  }
};

TEST_F(work_stealing, spare_workers_leave_also_while_there_is_always_work) {
  std::atomic<bool> go_on{true};
  std::latch arrived(3), release(1);
  for (int i = 0; i < 3; ++i) system.spawn<Sleeper>(akt::anonymous, &arrived, &release).tell<Go>();
  arrived.wait();
  for (int i = 0; i < 8; ++i) system.spawn<Loop>(akt::anonymous, &go_on).tell<Go>();
  release.count_down();
  EXPECT_TRUE(until([](auto& e) { return e.workers_present() == 2; }));
  go_on.store(false);
  ASSERT_TRUE(quiet());
}

TEST(spinning, keeps_workers_awake_for_as_long_as_the_option_says) {
  for (akt::duration spin : {akt::duration::zero(), akt::duration(std::chrono::seconds(1))}) {
    akt_test::checked_system system(akt::system_options{.workers = 2, .spin = spin});
    ASSERT_TRUE(system.quiet());
    auto sleeps = [&] { return system.executor().rests(system.core()); };
    if (spin == akt::duration::zero()) {
      EXPECT_TRUE(system.wait_until(sleeps));
    } else {
      system.wait_for_looks(20);
      EXPECT_FALSE(sleeps());
    }
  }
}

/// When all sleep, an actor does something.
void wake(akt_test::checked_system& system) {
  ASSERT_TRUE(system.wait_until([&] { return system.executor().rests(system.core()); }));
  EXPECT_EQ(system.spawn<Answerer>(akt::anonymous).ask<Count>().get().value(), 42);
}

akt::system_options spins_of(akt::duration spin, akt::duration spin_max) {
  return {.workers = 1, .extra_workers = 0, .spin = spin, .spin_max = spin_max};
}

TEST(spinning, becomes_longer_where_work_comes_soon) {
  akt_test::checked_system system(spins_of(1ms, 400ms));
  for (int i = 0; i < 9; ++i) wake(system);
  system.wait_for_looks(5);
  EXPECT_FALSE(system.executor().rests(system.core()));
}

TEST(spinning, stays_short_where_nothing_comes) {
  akt_test::checked_system system(spins_of(1ms, 400ms));
  auto sleeps_for_long = [&] { return system.executor().monitor_pause() > 1s; };
  ASSERT_TRUE(system.wait_until(sleeps_for_long));
  system.stop(); // which wakes it
  EXPECT_LE(system.core().workers[0]->idling.spin(), 2ms);
}

TEST(spinning, lets_the_monitor_look_less_often) {
  akt_test::checked_system system(akt::system_options{.workers = 2, .spin = 1s});
  auto pauses_for = [&](akt::duration d) {
    return system.wait_until([&] { return system.executor().monitor_pause() == d; });
  };
  ASSERT_TRUE(pauses_for(2500us));
  auto& core = system.core();
  EXPECT_TRUE(system.wait_until([&] { return core.deadline_base() - core.coarse_now() >= 3ms; }))
      << "what is armed meanwhile would be early";
  std::latch arrived(1), release(1);
  system.spawn<Sleeper>("sleeper", &arrived, &release).tell<Go>();
  EXPECT_TRUE(pauses_for(500us));
  release.count_down();
  ASSERT_TRUE(system.quiet());
  EXPECT_TRUE(pauses_for(2500us));
}

struct Dozer {
  akt::task<> on(Go, akt::context<Dozer>& ctx) { co_await ctx.sleep(std::chrono::hours(2)); }
};

TEST_F(work_stealing, the_monitor_sleeps_while_everybody_does_also_if_alarms_are_armed) {
  auto dozer = system.spawn<Dozer>("dozer");
  dozer.tell<Go>();
  auto sleeps_for_seconds = [](auto& e) { return e.monitor_pause() > std::chrono::seconds(3); };
  ASSERT_TRUE(until(sleeps_for_seconds)) << "the wheel turns once in four seconds";
  dozer.stop(akt::now);
  ASSERT_TRUE(until([](auto& e) { return e.monitor_pause() >= std::chrono::hours(1); }));
  EXPECT_EQ(system.spawn<Answerer>("answerer").ask<Count>().get().value(), 42);
}

namespace {

struct Slow {
  std::latch* release;
  void on(Go) { release->wait(); }
};

} // namespace

/// What a system says while `block` keeps its one worker, until it is released.
template <class F>
std::string said_while(F block) {
  testing::internal::CaptureStderr();
  {
    akt::system_options o;
    o.name = "slow";
    o.workers = 1;
    o.long_handler = std::chrono::milliseconds(20);
    std::latch release(1);
    akt_test::checked_system system(o);
    block(system, release);
    system.wait_for_looks(150);
    release.count_down();
  }
  return testing::internal::GetCapturedStderr();
}

TEST(monitor, a_handler_that_runs_for_long_is_reported_with_actor_and_message) {
  std::string text = said_while([](akt::actor_system& system, std::latch& release) {
    system.spawn<Slow>(akt::anonymous, &release).tell<Go>();
  });
  EXPECT_NE(text.find("Slow"), std::string::npos) << text;
  EXPECT_NE(text.find("Go"), std::string::npos) << text;
  EXPECT_NE(text.find("akt::offload"), std::string::npos) << text;
}

namespace {

struct SlowToMake {
  explicit SlowToMake(std::latch* release) { release->wait(); }
  void on(Go) {}
};

} // namespace

TEST(monitor, a_constructor_that_runs_for_long_is_reported_as_what_it_is) {
  std::latch ran(1);
  std::string text = said_while([&ran](akt::actor_system& system, std::latch& release) {
    system.spawn<Receiver>(akt::anonymous, &ran).tell<Ping>();
    ran.wait();
    system.spawn<SlowToMake>("slow-to-make", &release);
  });
  EXPECT_NE(text.find("akt://slow/slow-to-make of type"), std::string::npos) << text;
  EXPECT_NE(text.find("its start"), std::string::npos) << text;
  EXPECT_EQ(text.find("Ping"), std::string::npos) << text;
}

namespace {

struct Repeat {};

/// Counts how many messages it was given in one turn.
class Counter {
public:
  void on(Repeat) {
    auto turn = akt::detail::current_turn()->home->self->epoch.read();
    in_turn_ = turn == turn_ ? in_turn_ + 1 : 1;
    turn_ = turn;
    most_ = std::max(most_, in_turn_);
  }
  std::uint64_t on(Count) const { return most_; }

private:
  std::uint64_t turn_ = 0, in_turn_ = 0, most_ = 0;
};

} // namespace

TEST(throughput, is_the_most_messages_of_one_turn_on_a_worker) {
  akt::system_options o;
  o.name = "throughput";
  o.workers = 1;
  o.extra_workers = 0;
  o.throughput = 33;
  akt_test::checked_system system(o);
  auto counter = system.spawn<Counter>("counter");
  std::latch arrived(1), release(1);
  system.spawn<Sleeper>("sleeper", &arrived, &release).tell<Go>();
  arrived.wait();
  for (int i = 0; i < 1000; ++i) counter.tell<Repeat>();
  release.count_down();
  EXPECT_EQ(counter.ask<Count>().get().value(), 33u);
  EXPECT_TRUE(system.quiet()); // nobody looks at the latches any more
}

} // namespace work_stealing_tests
