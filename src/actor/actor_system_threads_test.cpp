// SPDX-License-Identifier: Apache-2.0
//
// Starting and stopping systems on real threads, with threads outside that go on calling.
#include "akt/actor/try_make_system.hpp"

#include "threads_test_support.hpp"

namespace actor_system_tests {

namespace {

struct Ask {};
struct Tell {};
struct Get {};

struct Echo {
  int on(Ask) const { return 7; }
  void on(Tell) {}
};

akt::system_options named(const char* name) {
  akt::system_options o;
  o.name = name;
  o.workers = 2;
  return o;
}

} // namespace

TEST(actor_system, hello_is_said_before_the_system_ends) {
  std::atomic<int> said{0};
  struct Sayer {
    std::atomic<int>* said;
    void on(Tell) { said->fetch_add(1); }
  };
  {
    akt_test::checked_system system("hello");
    auto sayer = system.spawn<Sayer>("sayer", &said);
    for (int i = 0; i < 1000; ++i) sayer.tell<Tell>();
  }
  EXPECT_EQ(said.load(), 1000);
}

// SYS-06
TEST(actor_system, two_threads_stop_it_and_both_return) {
  akt_test::checked_system system(named("twice"));
  auto echo = system.spawn<Echo>("echo");
  for (int i = 0; i < 1000; ++i) echo.tell<Tell>();
  std::thread other([&] { system.stop(); });
  system.stop();
  other.join();
  EXPECT_EQ(system.fates().in_flight, 0u);
  EXPECT_EQ(system.actors_alive(), 0u);
}

TEST(actor_system, a_stopped_system_answers_asks_and_refuses_actors) {
  akt_test::checked_system system(named("stopped"));
  auto echo = system.spawn<Echo>("echo");
  system.stop();
  auto answer = echo.ask<Ask>().get();
  ASSERT_FALSE(answer);
  EXPECT_TRUE(answer.error() == akt::errc::stopped) << answer.error().message();
  echo.tell<Tell>();
  EXPECT_TRUE(system.try_spawn<Echo>("late").error() == akt::errc::stopped);
}

TEST(actor_system, threads_that_tell_and_ask_while_it_stops_all_get_an_answer) {
  akt_test::checked_system system(named("busy"));
  auto echo = system.spawn<Echo>("echo");
  std::atomic<bool> go_on{true};
  std::atomic<std::uint64_t> answered{0}, refused{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 3; ++t)
    threads.emplace_back([&] {
      while (go_on.load()) {
        echo.tell<Tell>();
        auto answer = echo.ask<Ask>().get();
        if (answer)
          answered.fetch_add(1);
        else if (answer.error() == akt::errc::stopped)
          refused.fetch_add(1);
        else
          ADD_FAILURE() << answer.error().message();
      }
    });
  while (answered.load() < 100) std::this_thread::yield();
  system.stop();
  while (refused.load() < 100) std::this_thread::yield();
  go_on.store(false);
  for (auto& t : threads) t.join();
}

TEST(actor_system, an_actor_that_never_ends_its_handler_by_itself_is_stopped_after_the_time_out) {
  struct Waiter {
    akt::task<> on(Tell, akt::context<Waiter>& ctx) { co_await ctx.sleep(std::chrono::hours(1)); }
  };
  auto o = named("patient");
  o.stop_timeout = std::chrono::milliseconds(50);
  akt_test::checked_system system(o);
  system.spawn<Waiter>("waiter").tell<Tell>();
  system.stop();
  EXPECT_EQ(system.actors_alive(), 0u);
  EXPECT_EQ(system.fates()[akt::fate::cancelled], 1u);
}

TEST(actor_system, invalid_options_are_refused_with_a_reason) {
  auto fails = [](akt::system_options o) {
    auto made = akt::try_make_system(std::move(o));
    return made ? std::string("made") : made.error().message();
  };
  EXPECT_EQ(fails({.name = ""}), "invalid name");
  EXPECT_EQ(fails({.name = "-x"}), "invalid name: -x");
  EXPECT_EQ(fails({.name = "a", .workers = 100000}), "invalid argument: workers: at most 128");
  EXPECT_EQ(fails({.name = "a", .ask_timeout = std::chrono::seconds(0)}),
            "invalid argument: time-outs are greater than zero, at most 24 days");
}

TEST(actor_system, it_stops_while_threads_tell_without_waiting_for_anything) {
  auto o = named("flooded");
  o.stop_timeout = std::chrono::milliseconds(20);
  akt_test::checked_system system(o);
  auto echo = system.spawn<Echo>("echo");
  std::atomic<bool> go_on{true};
  std::vector<std::thread> threads;
  for (int t = 0; t < 3; ++t)
    threads.emplace_back([&] {
      while (go_on.load()) {
        for (int i = 0; i < 100; ++i) echo.tell<Tell>();
        if (auto late = system.try_spawn<Echo>(akt::anonymous)) late->tell<Tell>();
      }
    });
  while (system.fates()[akt::fate::handled] < 1000) std::this_thread::yield();
  system.stop();
  auto refused = system.fates()[akt::fate::stopped];
  while (system.fates()[akt::fate::stopped] < refused + 1000) std::this_thread::yield();
  go_on.store(false);
  for (auto& t : threads) t.join();
  EXPECT_EQ(system.actors_alive(), 0u) << "an actor that came too late is never made";
}

TEST(actor_system, an_actor_spawned_while_it_stops_ends_with_it) {
  for (int round = 0; round < 200; ++round) {
    std::atomic<bool> go_on{true};
    akt_test::checked_system system(named("late"));
    std::thread other([&] {
      while (go_on.load()) (void)system.try_spawn<Echo>(akt::anonymous);
    });
    system.stop();
    go_on.store(false);
    other.join();
    ASSERT_EQ(system.actors_alive(), 0u) << "round " << round;
  }
}

TEST(actor_system, now_ends_an_actor_behind_the_message_that_it_handles) {
  struct Slow {
    std::latch* first;
    std::latch* release;
    std::atomic<int>* handled;
    void on(Tell) {
      if (handled->fetch_add(1) > 0) return;
      first->count_down();
      release->wait();
    }
  };
  std::latch first(1), release(1);
  std::atomic<int> handled{0};
  akt_test::checked_system system(named("now"));
  auto slow = system.spawn<Slow>("slow", &first, &release, &handled);
  for (int i = 0; i < 10; ++i) slow.tell<Tell>();
  first.wait();
  slow.stop(akt::now);
  system.wait_for_looks(5);
  release.count_down();
  system.stop();
  EXPECT_EQ(handled.load(), 1);
  EXPECT_EQ(system.fates()[akt::fate::stopped], 9u);
}

TEST(actor_system, callbacks_may_ask_again) {
  akt_test::checked_system system(named("again"));
  auto echo = system.spawn<Echo>("echo");
  std::latch called(1);
  akt::errc why{};
  echo.ask<Ask>().then([&, echo](akt::result<int>) {
    echo.ask<Ask>().then([&](akt::result<int> answer) {
      if (!answer) why = static_cast<akt::errc>(answer.error().code().value());
      called.count_down();
    });
  });
  called.wait();
  EXPECT_EQ(why, akt::errc{});
}

TEST(actor_system, a_callback_of_an_actor_is_refused_for_a_reference_of_another_system) {
  struct Caller {
    akt::actor_ref<Echo> far;
    int why = 0;
    int on(Ask) {
      far.ask<Ask>().then([this](akt::result<int> answer) { why = answer.error().code().value(); });
      return why;
    }
  };
  akt_test::checked_system one(named("one")), two(named("two"));
  auto caller = one.spawn<Caller>("caller", two.spawn<Echo>("echo"));
  EXPECT_EQ(caller.ask<Ask>().get().value(), static_cast<int>(akt::errc::invalid_argument));
}

TEST(actor_system, many_callbacks_wait_when_it_stops_and_all_are_called) {
  std::atomic<int> called{0};
  {
    auto o = named("pending");
    o.workers = 1;
    o.extra_workers = 0;
    o.stop_timeout = std::chrono::milliseconds(20);
    akt_test::checked_system system(o);
    struct Never {
      std::vector<akt::deferred<int>> kept;
      akt::deferred<int> on(Ask) { return kept.emplace_back(); }
    };
    auto never = system.spawn<Never>("never");
    for (int i = 0; i < 3000; ++i)
      never.ask<Ask>().then([&](akt::result<int> answer) {
        EXPECT_FALSE(answer);
        called.fetch_add(1);
      });
    system.stop();
  }
  EXPECT_EQ(called.load(), 3000);
}

/// Leaves the answer to somebody who never gives it.
struct Owing {
  akt::deferred<int>* kept;
  std::latch* owes;
  akt::deferred<int> on(Ask) {
    akt::deferred<int> answer;
    *kept = answer;
    owes->count_down();
    return answer;
  }
};

TEST(actor_system, its_stop_answers_threads_that_wait_for_an_answer_nobody_gives) {
  akt::deferred<int> kept;
  std::latch owes(1);
  akt::actor_system system(named("owing"));
  auto owing = system.spawn<Owing>("owing", &kept, &owes);
  akt::result<int> answer = 0;
  std::thread asker([&] { answer = owing.ask<Ask>().within(std::chrono::hours(1)).get(); });
  owes.wait();
  system.stop();
  asker.join();
  EXPECT_TRUE(answer.error() == akt::errc::stopped) << answer.error().message();
  kept = {};
}

TEST(actor_system, its_end_waits_for_threads_that_it_has_answered) {
  for (int round = 0; round < 50; ++round) {
    akt::deferred<int> kept;
    std::latch owes(1);
    auto o = named("leaving");
    o.stop_timeout = std::chrono::milliseconds(1);
    auto system = std::make_unique<akt::actor_system>(o);
    auto owing = system->spawn<Owing>("owing", &kept, &owes);
    std::thread asker([&, ask = owing.ask<Ask>().within(std::chrono::hours(1))]() mutable {
      (void)std::move(ask).get();
    });
    owes.wait();
    system->stop();
    kept = {};
    system.reset();
    asker.join();
  }
}

using actor_system_death = testing::Test;

TEST(actor_system_death, stopping_a_system_by_a_call_that_it_has_offloaded_is_a_named_bug) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  struct Offloader {
    akt::task<> on(Tell, akt::context<Offloader>& ctx) {
      (void)co_await akt::offload([](akt::actor_system* s) { s->stop(); }, &ctx.system());
    }
  };
  auto die = [] {
    akt::system_options o = named("offloaded");
    o.stop_timeout = std::chrono::milliseconds(50);
    akt::actor_system system(o);
    (void)system.spawn<Offloader>("offloader").ask<Tell>().get();
  };
  EXPECT_DEATH(die(), "a system is not stopped or destroyed by a call that it has offloaded");
}

// DISP-05: unlike there, a handler does not stop its own system.
TEST(actor_system_death, stopping_a_system_on_a_turn_of_its_own_is_a_named_bug) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  struct Suicidal {
    void on(Tell, akt::context<Suicidal>& ctx) { ctx.system().stop(); }
  };
  auto die = [] {
    akt::actor_system system(named("own"));
    auto actor = system.spawn<Suicidal>("suicidal");
    (void)actor.ask<Tell>().get();
  };
  EXPECT_DEATH(die(), "a system is not stopped or destroyed on a turn of its own: "
                      "akt://own/suicidal");
}

TEST(actor_system_death, destroying_a_system_on_a_turn_of_its_own_is_a_named_bug) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  struct Wrecker {
    std::unique_ptr<akt::actor_system>* own;
    void on(Tell) { own->reset(); }
  };
  auto die = [] {
    auto system = std::make_unique<akt::actor_system>(named("own"));
    auto actor = system->spawn<Wrecker>("wrecker", &system);
    (void)actor.ask<Tell>().get();
  };
  EXPECT_DEATH(die(), "a system is not stopped or destroyed on a turn of its own: "
                      "akt://own/wrecker");
}

TEST(actor_system_death, get_on_a_turn_is_a_named_bug) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  struct Blocker {
    akt::actor_ref<Echo> echo;
    void on(Tell) { (void)echo.ask<Ask>().get(); }
  };
  auto die = [] {
    akt::actor_system system(named("get"));
    auto blocker = system.spawn<Blocker>("blocker", system.spawn<Echo>("echo"));
    (void)blocker.ask<Tell>().get();
  };
  EXPECT_DEATH(die(), "get\\(\\) on a turn blocks a worker.*akt://get/blocker");
}

TEST(actor_system, a_callback_that_asks_another_system_outlives_its_own) {
  std::latch asked(1), answered(1), owes(1);
  akt::actor_system other(named("other"));
  akt::deferred<int> answer_later;
  auto owing = other.spawn<Owing>("owing", &answer_later, &owes);
  {
    akt::actor_system own(named("own"));
    own.spawn<Echo>("echo").ask<Ask>().then([&](akt::result<int>) {
      owing.ask<Ask>().then([&](akt::result<int> r) {
        EXPECT_EQ(r.value(), 5);
        answered.count_down();
      });
      asked.count_down();
    });
    asked.wait();
  }
  owes.wait();
  EXPECT_TRUE(answer_later.fulfil(5));
  answered.wait();
}

// SYS-04
TEST(actor_system, several_systems_live_side_by_side) {
  akt_test::checked_system one(named("one")), two(named("two"));
  auto a = one.spawn<Echo>("echo");
  auto b = two.spawn<Echo>("echo");
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(a.ask<Ask>().get().value(), 7);
    EXPECT_EQ(b.ask<Ask>().get().value(), 7);
  }
}

TEST(actor_system, threads_that_end_leave_their_counts_and_blocks_behind) {
  akt_test::checked_system system(named("threads"));
  auto echo = system.spawn<Echo>("echo");
  for (int round = 0; round < 20; ++round)
    std::thread([&] {
      for (int i = 0; i < 500; ++i) echo.tell<Tell>();
    }).join();
  EXPECT_TRUE(system.quiet());
  EXPECT_GE(system.fates()[akt::fate::handled], 20u * 500u);
}

TEST(actor_system, a_callback_outside_of_a_turn_runs_on_a_worker) {
  akt_test::checked_system system(named("then"));
  auto echo = system.spawn<Echo>("echo");
  std::latch called(1);
  std::atomic<int> got{0};
  echo.ask<Ask>().then([&](akt::result<int> answer) {
    got = answer.value();
    called.count_down();
  });
  called.wait();
  EXPECT_EQ(got.load(), 7);
}

namespace {

int blocking_square(int n) { return n * n; }

struct Offloader {
  akt::task<akt::result<int>> on(Ask) {
    auto nine = co_await akt::offload(&blocking_square, 3);
    co_return nine;
  }
};

} // namespace

TEST(actor_system, offloaded_calls_run_beside_the_workers) {
  akt_test::checked_system system(named("offload"));
  std::vector<akt::actor_ref<Offloader>> all;
  for (int i = 0; i < 20; ++i) all.push_back(system.spawn<Offloader>(akt::anonymous));
  for (auto& o : all) EXPECT_EQ(o.ask<Ask>().get().value(), 9);
}

} // namespace actor_system_tests
