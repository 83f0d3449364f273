// SPDX-License-Identifier: Apache-2.0
//
// That the end of a system on threads waits for nothing that does not come.
#include "threads_test_support.hpp"

namespace stillness_threads_test {

namespace {

struct Keep {};
struct Guard {};
struct Keeper {
  std::latch* kept;
  void on(Keep m, akt::context<Keeper>& ctx) {
    ctx.stash(m);
    kept->count_down();
  }
};
struct Parent {
  std::latch* kept;
  akt::task<> on(Guard, akt::context<Parent>& ctx) {
    auto child = ctx.spawn<Keeper>("child", kept);
    child.tell<Keep>();
    (void)co_await child.stopped().within(std::chrono::hours(1));
  }
};

} // namespace

TEST(ends_on_threads, do_not_wait_for_what_does_not_come) {
  for (int round = 0; round < 50; ++round) {
    std::latch kept(2);
    akt::system_options options;
    options.name = "still";
    options.workers = 2;
    options.stop_timeout = std::chrono::hours(1); // else an hour would pass
    akt_test::checked_system system(options);
    for (int i = 0; i < 100; ++i) system.spawn<Keeper>(akt::anonymous, &kept);
    system.spawn<Keeper>("keeper", &kept).tell<Keep>();
    system.spawn<Parent>("parent", &kept).tell<Guard>();
    kept.wait();
    akt::stop_report ended = system.stop();
    EXPECT_TRUE(ended.in_order);
    EXPECT_EQ(ended.not_handled, 2u);
  }
}

} // namespace stillness_threads_test
