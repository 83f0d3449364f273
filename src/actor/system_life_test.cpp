// SPDX-License-Identifier: Apache-2.0
//
// Systems that are over, and systems beside each other.
#include "test_support.hpp"

namespace system_life_test {

using namespace actor_test;

struct stopped_systems : kit_test {};

// SYS-02: and nothing of it is left to restart, to suspend, or to look at.
TEST_F(stopped_systems, refuse_whatever_is_wanted_of_them) {
  auto echo = kit.spawn<Echo>("echo");
  kit.settle();
  system().stop();
  EXPECT_EQ(error_of(system().try_spawn<Echo>("late")), akt::errc::stopped);
  EXPECT_EQ(error_of(system().try_spawn<Echo>(akt::anonymous)), akt::errc::stopped);
  EXPECT_EQ(error_of(system().find<Echo>("echo")), akt::errc::no_such_actor);
  EXPECT_EQ(error_of(echo.ask<Ping>(1).get()), akt::errc::stopped);
  EXPECT_EQ(error_of(**later(echo.ask<Ping>(1))), akt::errc::stopped);
  echo.tell<Ping>(1);
  echo.stop();
  echo.stop(akt::now);
  echo.restart();
  echo.suspend();
  echo.reinstate();
  kit.advance(1h);
  EXPECT_EQ(echo.path(), "");
  EXPECT_EQ(system().info(echo).state, akt::actor_state::ended);
  EXPECT_TRUE(system().actors().actors.empty());
  const std::string dump = system().dump();
  EXPECT_NE(dump.find("test"), std::string::npos) << dump;
  EXPECT_EQ(dump.find("echo"), std::string::npos) << dump;
  EXPECT_NE(system().dump(akt::dump_format::json).find("\"actors\""), std::string::npos);
  EXPECT_EQ(error_of(echo.started().get()), akt::errc::stopped);
  EXPECT_EQ(error_of(echo.stopped().get()), akt::errc::stopped);
  system().stop();
  EXPECT_EQ(system().actors_alive(), 0u);
  EXPECT_GE(fates(akt::fate::stopped), 3u);
  EXPECT_EQ(system().fates().in_flight, 0u);
}

// SYS-04
TEST(systems_side_by_side, share_no_name_no_count_and_no_end) {
  akt::sim::world world;
  auto& a = world.system("a");
  auto& b = world.system("b");
  auto x = a.spawn<Echo>("x");
  auto y = b.spawn<Echo>("x");
  EXPECT_FALSE(x == y);
  EXPECT_TRUE(*a.find<Echo>("x") == x);
  EXPECT_TRUE(*b.find<Echo>("x") == y);
  EXPECT_EQ(x.ask<Ping>(1).get().value(), 1);
  EXPECT_GT(a.fates().sent, 0u);
  EXPECT_EQ(b.fates().sent, 0u);
  a.stop();
  EXPECT_EQ(a.actors_alive(), 0u);
  EXPECT_EQ(b.actors_alive(), 1u);
  EXPECT_EQ(error_of(x.ask<Ping>(1).get()), akt::errc::stopped);
  EXPECT_EQ(y.ask<Ping>(2).get().value(), 2);
}

} // namespace system_life_test
