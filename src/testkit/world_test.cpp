// SPDX-License-Identifier: Apache-2.0
#include "akt/testkit.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

namespace testkit_test {

using std::chrono_literals::operator""h;
using std::chrono_literals::operator""min;
using std::chrono_literals::operator""ms;

struct Tick {
  int n = 0;
  friend bool operator==(const Tick&, const Tick&) = default;
};
using Ticks = akt::actor_ref<akt::protocol<void(Tick)>>;

/// Passes a tick on to the next, so often.
struct Relay {
  using messages = akt::protocol<void(Tick)>;
  Ticks next;
  void on(const Tick& m) const {
    if (m.n > 0) next.tell<Tick>(m.n - 1);
  }
};

struct Alarm {
  Ticks out;
  akt::duration after;
  void on(const akt::started&, akt::context<Alarm>& ctx) { ctx.self().tell<Tick>(0); }
  akt::task<> on(Tick, akt::context<Alarm>& ctx) { // not in started: that has a time-out
    co_await ctx.sleep(after);
    out.tell<Tick>(1);
  }
};

struct Job {};
struct Offloader {
  akt::task<int> on(Job) {
    auto n = co_await akt::offload([] { return 42; });
    co_return n ? *n : -1;
  }
};

/// Two systems, 20 relays, a lot of ticks: much to choose from.
std::string busy_trace(akt::sim::world_options options, const std::string& choices = {}) {
  akt::sim::world world(options);
  auto& a = world.system("a");
  auto& b = world.system("b");
  world.connect(a, b);
  for (int i = 0; i < 20; ++i) {
    akt::testkit::probe<Tick> end(world, i % 2 ? a : b);
    auto first = (i % 2 ? b : a).spawn<Relay>(akt::anonymous, Ticks(end.ref()));
    for (int k = 0; k < 5; ++k) first.tell<Tick>(static_cast<int>(world.random().below(100)));
  }
  world.advance(10ms);
  if (!choices.empty()) world.write_choices(choices);
  EXPECT_TRUE(world.conserved());
  return world.trace_hash();
}

TEST(world, does_the_same_for_the_same_seed_and_another_thing_for_another) {
  for (const char* policy : {"random", "pct:1", "pct:3"}) {
    EXPECT_EQ(busy_trace({.seed = 7, .policy = policy}), busy_trace({.seed = 7, .policy = policy}));
    EXPECT_NE(busy_trace({.seed = 7, .policy = policy}), busy_trace({.seed = 8, .policy = policy}));
  }
}

TEST(world, replays_the_choices_that_it_wrote) {
  for (const char* policy : {"random", "pct:3"}) {
    std::string file = testing::TempDir() + "akt_world.choices";
    auto first = busy_trace({.seed = 7, .policy = policy}, file);
    EXPECT_EQ(busy_trace({.seed = 7, .policy = "replay:" + file}), first);
    std::filesystem::remove(file);
  }
}

// A step does not look at all that is ready: this took half a minute.
TEST(world, lets_20000_be_ready_at_once) {
  struct Runner {
    std::vector<int>* ran;
    int number;
    void on(const Tick&) { ran->push_back(number); }
  };
  constexpr int many = 20'000;
  std::vector<int> ran;
  akt::sim::world world;
  auto& s = world.system("s");
  for (int i = 0; i < many; ++i) s.spawn<Runner>(akt::anonymous, &ran, i).tell<Tick>();
  EXPECT_GE(world.run_until_idle(), std::uint64_t(many));
  EXPECT_FALSE(std::is_sorted(ran.begin(), ran.end()));
  std::sort(ran.begin(), ran.end());
  ASSERT_EQ(ran.size(), std::size_t(many));
  for (int i = 0; i < many; ++i) ASSERT_EQ(ran[static_cast<std::size_t>(i)], i);
}

TEST(world, goes_on_where_a_system_with_ready_actors_and_jobs_has_stopped) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    akt::sim::world world({.seed = seed});
    auto& a = world.system("a");
    auto& b = world.system("b");
    akt::testkit::probe<Tick> heard(world, b);
    for (int i = 0; i < 5; ++i) {
      a.spawn<Relay>(akt::anonymous, Ticks()).tell<Tick>(1);
      a.spawn<Offloader>(akt::anonymous).tell<Job>();
      b.spawn<Relay>(akt::anonymous, Ticks(heard.ref())).tell<Tick>(3);
      b.spawn<Offloader>(akt::anonymous).tell<Job>();
    }
    for (std::uint64_t left = world.random().below(20); left > 0; --left) world.step();
    a.stop();
    world.run_until_idle();
    for (int i = 0; i < 5; ++i) heard.expect(Tick{2});
    EXPECT_EQ(b.fates().in_flight, 0u);
    EXPECT_TRUE(world.conserved());
  }
}

TEST(world, refuses_an_unknown_policy) {
  EXPECT_THROW(akt::sim::world({.policy = "fair"}), akt::bad_result);
}

TEST(world, knows_a_system_by_its_name) {
  akt::sim::world world;
  auto& a = world.system("a");
  EXPECT_EQ(&world.system("a"), &a);
  EXPECT_NE(&world.system("b"), &a);
}

TEST(world, lets_time_stand_while_actors_run) {
  akt::sim::world world;
  auto& s = world.system("s");
  akt::testkit::probe<Tick> heard(world, s);
  auto before = world.now();
  heard.ref().tell<Tick>(1);
  heard.expect(Tick{1});
  EXPECT_EQ(world.now(), before);
}

/// A message that is ready and a timer that is due race if time is a choice.
TEST(world, lets_time_pass_before_what_is_ready_only_where_time_is_a_choice) {
  for (bool choice : {false, true}) {
    int message_first = 0, alarm_first = 0;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
      akt::sim::world world({.seed = seed, .time_is_a_choice = choice});
      auto& s = world.system("s");
      akt::testkit::probe<Tick> heard(world, s);
      (void)s.spawn<Alarm>(akt::anonymous, Ticks(heard.ref()), akt::duration(1ms));
      world.run_until_idle();
      auto from = world.now();
      akt::instant told{};
      struct Teller {
        akt::sim::world* world;
        akt::instant* at;
        void on(const Tick&) { *at = world->now(); }
      };
      s.spawn<Teller>(akt::anonymous, &world, &told).tell<Tick>(2);
      world.advance(1h);
      (told == from ? message_first : alarm_first) += 1;
      heard.expect(Tick{1});
    }
    EXPECT_GT(message_first, 0);
    EXPECT_EQ(alarm_first > 0, choice);
  }
}

TEST(world, rings_timers_in_the_order_of_their_deadlines_on_all_systems) {
  akt::sim::world world;
  auto& a = world.system("a");
  auto& b = world.system("b");
  akt::testkit::probe<Tick> late(world, a), soon(world, b);
  (void)a.spawn<Alarm>(akt::anonymous, Ticks(late.ref()), akt::duration(2h));
  (void)b.spawn<Alarm>(akt::anonymous, Ticks(soon.ref()), akt::duration(1h));
  world.run_until_idle();
  EXPECT_TRUE(world.advance_to_next_timer());
  soon.expect(Tick{1});
  late.expect_none();
  world.advance(30min);
  late.expect_none();
  world.advance(1h);
  late.expect(Tick{1});
  EXPECT_FALSE(world.advance_to_next_timer());
}

TEST(world, runs_blocking_work_as_one_of_its_steps) {
  akt::sim::world world;
  auto ref = world.system("s").spawn<Offloader>("offloader");
  EXPECT_EQ(ref.ask<Job>().get().value(), 42);
}

TEST(world, counts_what_a_link_carries_and_what_a_cut_drops) {
  akt::sim::world world;
  auto& a = world.system("a");
  auto& b = world.system("b");
  world.connect(a, b);
  world.run_until_idle();
  EXPECT_EQ(world.totals(a, b).packets, 1u); // the handshake
  (void)b.spawn<Relay>("relay", Ticks());
  auto relay = world.find<Relay>(a, "b", "relay").value();
  auto before = world.totals(a, b);
  relay.tell<Tick>(0);
  relay.tell<Tick>(0);
  world.run_until_idle();
  EXPECT_EQ(world.totals(a, b).packets, before.packets + 1);
  EXPECT_GT(world.totals(a, b).bytes, before.bytes);
  EXPECT_EQ(world.totals(a, b).dropped, 0u);
}

// TK-04
TEST(world, has_systems_that_start_and_stop_during_one_test) {
  akt::sim::world world;
  auto& a = world.system("a");
  auto& b = world.system("b");
  auto& c = world.system("c");
  world.connect(a, b);
  world.connect(a, c);
  akt::testkit::probe<Tick> at_a(world, a);
  (void)b.spawn<Relay>("relay", Ticks());
  (void)c.spawn<Relay>("relay", Ticks());
  auto on_b = world.find<Relay>(a, "b", "relay").value();
  auto on_c = world.find<Relay>(a, "c", "relay").value();
  at_a.watch(on_b);
  at_a.watch(on_c);

  b.stop();
  world.run_until_idle();
  world.cut(a, b);
  EXPECT_EQ(at_a.expect_terminated(on_b).reason, akt::stop_reason::stopped);
  EXPECT_EQ(on_b.ask<Tick>(0).get().error(), akt::errc::unknown);
  EXPECT_TRUE(on_c.ask<Tick>(0).get());
  at_a.expect_none();

  auto& d = world.system("d");
  world.connect(a, d);
  (void)d.spawn<Relay>("relay", Ticks());
  auto on_d = world.find<Relay>(a, "d", "relay").value();
  EXPECT_TRUE(on_d.ask<Tick>(0).get());
  EXPECT_TRUE(world.conserved());
}

TEST(world, asserts_when_it_runs_for_ever) {
  auto forever = [] {
    akt::sim::world world({.steps_max = 1000});
    auto& s = world.system("s");
    auto relay = s.spawn<Relay>("relay", Ticks());
    akt::testkit::probe<Tick> unused(world, s);
    auto other = s.spawn<Relay>("other", Ticks(relay));
    for (int i = 0; i < 100'000; ++i) other.tell<Tick>(1);
    world.run_until_idle();
  };
  EXPECT_DEATH(forever(), "steps_max");
}

} // namespace testkit_test
