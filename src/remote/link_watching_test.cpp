// SPDX-License-Identifier: Apache-2.0
//
// Who watches an actor of another node hears of its end once, also when the link is lost.
#include "nodes_test.hpp"

namespace remote_test {

struct watched : nodes {
  std::vector<std::string> log;
  akt::actor_ref<Watcher> watcher = a.spawn<Watcher>("watcher", &log);
  akt::actor_ref<Server> server = far<Server>("server");

  void watch(akt::any_ref other) {
    watcher.tell<Watcher::Watch>(other);
    world.run_until_idle();
  }
  using lines = std::vector<std::string>;
};

TEST_F(watched, that_stops_is_reported_once) {
  watch(server);
  watch(server); // a second time changes nothing
  EXPECT_TRUE(log.empty());
  server.stop();
  world.run_until_idle();
  EXPECT_EQ(log, lines{"stopped"});
}

struct watched_twice : watched {
  /// Nothing that the first one leads to comes between.
  void watch_twice() {
    for (int i = 0; i < 2; ++i) watcher.tell<Watcher::Watch>(server);
    world.run_until_idle();
  }
};

TEST_F(watched_twice, is_reported_once) {
  watch_twice();
  server.stop();
  world.run_until_idle();
  EXPECT_EQ(log, lines{"stopped"});
}

TEST_F(watched_twice, behind_a_lost_link_is_reported_once) {
  watch_twice();
  world.cut(a, b);
  world.run_until_idle();
  EXPECT_EQ(log, lines{"node_lost"});
}

TEST_F(watched_twice, without_a_link_is_reported_once_before_the_news_and_again_after_it) {
  world.cut(a, b);
  watcher.suspend();
  watch_twice();
  watcher.reinstate();
  world.run_until_idle();
  EXPECT_EQ(log, lines{"node_lost"});
  watch(server);
  EXPECT_EQ(log, (lines{"node_lost", "node_lost"}));
}

TEST_F(watched_twice, that_had_ended_is_reported_once_before_the_news_and_again_after_it) {
  server.stop();
  world.run_until_idle();
  watch_twice();
  EXPECT_EQ(log, lines{"not_found"});
  watch(server);
  EXPECT_EQ(log, (lines{"not_found", "not_found"}));
}

TEST_F(watched_twice, is_watched_no_more_after_one_unwatch) {
  watch_twice();
  watcher.tell<Watcher::Unwatch>(server);
  world.run_until_idle();
  server.stop();
  world.run_until_idle();
  EXPECT_TRUE(log.empty());
}

TEST_F(watched, by_one_that_is_suspended_is_reported_once_when_it_goes_on) {
  watch(server);
  watcher.suspend();
  world.run_until_idle();
  server.stop();
  world.run_until_idle();
  EXPECT_TRUE(log.empty());
  watcher.reinstate();
  world.run_until_idle();
  EXPECT_EQ(log, lines{"stopped"});
}

TEST_F(watched, by_one_that_is_suspended_when_the_link_is_lost_is_reported_once) {
  watch(server);
  watcher.suspend();
  world.run_until_idle();
  world.cut(a, b);
  world.run_until_idle();
  EXPECT_TRUE(log.empty());
  world.connect(a, b);
  server.stop();
  world.run_until_idle();
  watcher.reinstate();
  world.run_until_idle();
  EXPECT_EQ(log, lines{"node_lost"});
}

TEST_F(watched, that_fails_is_reported_as_failed) {
  watch(server);
  server.tell<Crash>();
  world.run_until_idle();
  EXPECT_EQ(log, lines{"failed"});
}

// DW-10
TEST_F(watched, behind_a_lost_link_is_reported_as_node_lost_once) {
  watch(server);
  world.cut(a, b);
  world.run_until_idle();
  EXPECT_EQ(log, lines{"node_lost"});
  world.connect(a, b);
  world.run_until_idle();
  server.stop();
  world.run_until_idle();
  EXPECT_EQ(log, lines{"node_lost"});
}

TEST_F(watched, anew_over_the_next_link_is_reported_again) {
  watch(server);
  world.cut(a, b);
  world.connect(a, b);
  world.run_until_idle();
  watch(server);
  server.stop();
  world.run_until_idle();
  EXPECT_EQ(log, (lines{"node_lost", "stopped"}));
}

// DW-10
TEST_F(watched, without_a_link_is_node_lost_at_once) {
  world.cut(a, b);
  watch(server);
  EXPECT_EQ(log, lines{"node_lost"});
}

TEST_F(watched, that_had_ended_is_not_found) {
  server.stop();
  world.run_until_idle();
  watch(server);
  EXPECT_EQ(log, lines{"not_found"});
}

// DW-08
TEST_F(watched, that_never_was_is_not_found) {
  watch(akt::any_ref(server.where(), server.what() + 1));
  EXPECT_EQ(log, lines{"not_found"});
}

TEST_F(watched, is_reported_behind_its_last_message) {
  watch(server);
  for (int i = 0; i < 3; ++i) server.tell<Ping>(i, watcher);
  server.stop();
  world.run_until_idle();
  EXPECT_EQ(log, (lines{"pong 0", "pong 1", "pong 2", "stopped"}));
}

TEST_F(watched, no_more_is_not_reported) {
  watch(server);
  watcher.tell<Watcher::Unwatch>(server);
  world.run_until_idle();
  server.stop();
  world.run_until_idle();
  EXPECT_TRUE(log.empty());
}

TEST_F(watched, by_two_is_reported_to_the_one_that_still_watches) {
  lines other_log;
  auto other = a.spawn<Watcher>("other", &other_log);
  other.tell<Watcher::Watch>(server);
  watch(server);
  other.tell<Watcher::Unwatch>(server);
  world.run_until_idle();
  server.stop();
  world.run_until_idle();
  EXPECT_EQ(log, lines{"stopped"});
  EXPECT_TRUE(other_log.empty());
}

TEST_F(watched, by_one_that_ends_first_reports_to_nobody) {
  watch(server);
  watcher.stop();
  world.run_until_idle();
  server.stop();
  world.run_until_idle();
  EXPECT_TRUE(log.empty());
}

} // namespace remote_test
