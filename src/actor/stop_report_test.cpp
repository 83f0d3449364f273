// SPDX-License-Identifier: Apache-2.0
//
// What stop() says of the end of a system.
#include "test_support.hpp"

namespace stop_report_test {

using namespace actor_test;

struct Note {};
struct Sleep {};

struct Worker {
  journal* seen;
  void on(Note) { seen->push_back("note"); }
  akt::task<> on(Sleep, akt::context<Worker>& ctx) { co_await ctx.sleep(24h); }
};

/// What the runtime says; of this test's thread only.
journal& log() {
  static journal lines;
  return lines;
}
void write_log(std::string_view line) noexcept { log().emplace_back(line); }

akt::testkit::kit_options with_log() {
  akt::testkit::kit_options o;
  o.system.environment.log = &write_log;
  return o;
}

struct stop_reports : testing::Test {
  stop_reports() {
    akt::testkit::on_failure(&report);
    log().clear();
  }
  akt::actor_ref<Worker> worker(std::string_view name) { return kit.spawn<Worker>(name, &seen); }

  journal seen;
  akt::testkit::kit kit{with_log()};
};

TEST_F(stop_reports, say_that_everybody_ended_in_order) {
  auto busy = worker("busy");
  for (int i = 0; i < 5; ++i) busy.tell<Note>();
  akt::stop_report ended = kit.system().stop();
  EXPECT_TRUE(ended.in_order);
  EXPECT_EQ(ended.late, 0u);
  EXPECT_EQ(ended.not_handled, 0u);
  EXPECT_EQ(seen.size(), 5u);
  EXPECT_TRUE(log().empty());
}

TEST_F(stop_reports, name_who_was_late_and_count_what_was_not_handled) {
  worker("idle").tell<Note>();
  auto sleeper = worker("sleeper");
  sleeper.tell<Sleep>();
  kit.settle();
  sleeper.tell<Note>();
  akt::stop_report ended = kit.system().stop();
  EXPECT_FALSE(ended.in_order);
  EXPECT_EQ(ended.late, 1u) << "who has nothing to do ends in order";
  EXPECT_EQ(ended.late_paths, journal{"akt://test/sleeper"});
  EXPECT_EQ(ended.not_handled, 2u) << "the one that waited, and the one behind it";
  EXPECT_EQ(log(), journal{"system test did not end in order within stop_timeout; 1 actors are "
                           "ended at once: akt://test/sleeper"});
}

TEST_F(stop_reports, count_no_traffic_of_the_runtime_as_not_handled) {
  std::vector<akt::terminated> ended;
  auto watched = worker("watched");
  for (int i = 0; i < 16; ++i)
    kit.spawn<Watcher>("watcher-" + std::to_string(i), &ended).tell<Watch>(watched);
  kit.settle();
  EXPECT_EQ(kit.system().stop().not_handled, 0u);
}

TEST_F(stop_reports, name_sixteen_and_count_all) {
  for (int i = 0; i < 17; ++i) worker("sleeper-" + std::to_string(i)).tell<Sleep>();
  kit.settle();
  akt::stop_report ended = kit.system().stop();
  EXPECT_EQ(ended.late, 17u);
  EXPECT_EQ(ended.late_paths.size(), akt::stop_report::paths_max);
}

// SYS-01
TEST_F(stop_reports, are_the_same_for_whoever_stops_again) {
  worker("sleeper").tell<Sleep>();
  kit.settle();
  akt::stop_report first = kit.system().stop();
  akt::stop_report second = kit.system().stop();
  EXPECT_EQ(second.in_order, first.in_order);
  EXPECT_EQ(second.late_paths, first.late_paths);
  EXPECT_EQ(second.not_handled, 1u);
}

TEST_F(stop_reports, of_a_stop_at_once_waits_for_nobody) {
  auto sleeper = worker("sleeper");
  sleeper.tell<Sleep>();
  kit.settle();
  sleeper.tell<Note>();
  auto before = kit.world().now();
  akt::stop_report ended = kit.system().stop(akt::now);
  EXPECT_EQ(kit.world().now(), before);
  EXPECT_FALSE(ended.in_order);
  EXPECT_EQ(ended.late, 1u);
  EXPECT_EQ(ended.not_handled, 2u);
  EXPECT_TRUE(log().empty()) << "it was asked for";
}

TEST_F(stop_reports, of_a_stop_at_once_without_actors_is_in_order) {
  EXPECT_TRUE(kit.system().stop(akt::now).in_order);
}

TEST(references, may_be_kept_copied_and_compared_when_their_system_is_gone) {
  akt::testkit::on_failure(&report);
  akt::actor_ref<Echo> kept;
  akt::any_ref any;
  {
    akt::testkit::kit kit;
    kept = kit.spawn<Echo>("echo");
    any = kept;
  }
  auto copy = kept;
  EXPECT_TRUE(copy == kept);
  EXPECT_TRUE(static_cast<bool>(any));
}

} // namespace stop_report_test
