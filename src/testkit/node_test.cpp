// SPDX-License-Identifier: Apache-2.0
//
// A system in a world: its clock, its executor, its count of what is in flight.
#include "akt/testkit.hpp"

#include <gtest/gtest.h>

namespace testkit_test {

using std::chrono_literals::operator""h;
using std::chrono_literals::operator""min;

struct Wait {};
struct Sleeper {
  akt::task<int> on(Wait, akt::context<Sleeper>& ctx) {
    co_await ctx.sleep(1h);
    co_return 1;
  }
};

struct Mail {
  int n = 0;
};
struct Box {
  void on(Mail) {}
};

TEST(node, finds_one_by_one_what_its_counters_call_in_flight) {
  akt::sim::world world;
  auto& s = world.system("s");
  auto box = s.spawn<Box>("box");
  for (int i = 0; i < 5; ++i) box.tell<Mail>(i);
  EXPECT_EQ(s.fates().in_flight, 5u);
  EXPECT_TRUE(world.conserved());
  while (world.step()) EXPECT_TRUE(world.conserved());
  EXPECT_EQ(s.fates().in_flight, 0u);
}

TEST(node, counts_the_message_of_a_parked_handler) {
  akt::sim::world world;
  auto& s = world.system("s");
  auto sleeper = s.spawn<Sleeper>("sleeper");
  sleeper.tell<Wait>();
  world.run_until_idle();
  EXPECT_EQ(s.fates().in_flight, 1u);
  EXPECT_TRUE(world.conserved());
  world.advance(1h);
  EXPECT_EQ(s.fates().in_flight, 0u);
}

TEST(node, waits_for_an_answer_by_running_the_world) {
  akt::sim::world world;
  auto sleeper = world.system("s").spawn<Sleeper>("sleeper");
  auto before = world.now();
  EXPECT_EQ(sleeper.ask<Wait>().within(2h).get().value(), 1);
  EXPECT_EQ(world.now() - before, akt::duration(1h));
}

TEST(node, gives_up_at_the_deadline_and_not_later) {
  akt::sim::world world;
  auto sleeper = world.system("s").spawn<Sleeper>("sleeper");
  auto before = world.now();
  EXPECT_EQ(sleeper.ask<Wait>().within(10min).get().error(), akt::errc::timeout);
  EXPECT_EQ(world.now() - before, akt::duration(10min));
}

TEST(node, stops_within_a_world) {
  akt::sim::world world;
  auto& s = world.system("s");
  auto sleeper = s.spawn<Sleeper>("sleeper");
  sleeper.tell<Wait>();
  world.run_until_idle();
  s.stop();
  EXPECT_EQ(s.fates().in_flight, 0u);
  EXPECT_EQ(s.actors_alive(), 0u);
}

} // namespace testkit_test
