// SPDX-License-Identifier: Apache-2.0
//
// The end of a system on real threads: that everybody hears the same of it, and that it can be
// hurried.
#include "threads_test_support.hpp"

namespace stop_report_threads_test {

namespace {

struct Sleep {};
struct Sleeper {
  std::latch* asleep;
  akt::task<> on(Sleep, akt::context<Sleeper>& ctx) {
    asleep->count_down();
    co_await ctx.sleep(std::chrono::hours(100));
  }
};
struct Idle {
  void on(Sleep) {}
};

akt::system_options patient(akt::duration stop_timeout) {
  akt::system_options o;
  o.name = "patient";
  o.workers = 2;
  o.stop_timeout = stop_timeout;
  o.environment.log = [](std::string_view) noexcept {};
  return o;
}

} // namespace

TEST(stop_reports_on_threads, name_the_one_that_waits_and_nobody_who_is_idle) {
  std::latch asleep(1);
  akt_test::checked_system system(patient(std::chrono::milliseconds(800)));
  for (int i = 0; i < 100; ++i) system.spawn<Idle>(akt::anonymous);
  system.spawn<Sleeper>("sleeper", &asleep).tell<Sleep>();
  asleep.wait();
  akt::stop_report ended = system.stop();
  EXPECT_FALSE(ended.in_order);
  EXPECT_EQ(ended.late_paths, std::vector<std::string>{"akt://patient/sleeper"});
  EXPECT_EQ(ended.not_handled, 1u);
}

TEST(stop_reports_on_threads, are_the_same_for_two_that_stop_and_one_that_is_in_a_hurry) {
  for (int round = 0; round < 20; ++round) {
    std::latch asleep(1), begin(2);
    akt_test::checked_system system(patient(std::chrono::hours(1)));
    system.spawn<Sleeper>("sleeper", &asleep).tell<Sleep>();
    asleep.wait();
    akt::stop_report first;
    std::thread waits([&] {
      begin.arrive_and_wait();
      first = system.stop();
    });
    begin.arrive_and_wait();
    akt::stop_report second = system.stop(akt::now); // else an hour would pass
    waits.join();
    EXPECT_EQ(first.late_paths, std::vector<std::string>{"akt://patient/sleeper"});
    EXPECT_EQ(second.late_paths, first.late_paths);
    EXPECT_EQ(second.not_handled, first.not_handled);
  }
}

} // namespace stop_report_threads_test
