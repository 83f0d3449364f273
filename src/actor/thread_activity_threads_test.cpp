// SPDX-License-Identifier: Apache-2.0
#include "thread_activity.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <thread>

namespace thread_activity_tests {

using akt::detail::thread_activity;

TEST(thread_activity, tells_a_thread_that_waits_from_one_that_works) {
  thread_activity waiting, working;
  std::latch begun(2), end(1);
  std::atomic<bool> go_on{true};
  std::thread waiter([&] {
    waiting.begin();
    begun.count_down();
    end.wait();
  });
  std::thread worker([&] {
    working.begin();
    begun.count_down();
    while (go_on.load()) {}
  });
  begun.wait();
  while (!waiting.waits()) std::this_thread::yield(); // it is on its way
  for (int i = 0; i < 100; ++i) EXPECT_FALSE(working.waits()) << "also when it has no core";
  const auto used = working.cpu_time();
  while (working.cpu_time() <= used + std::chrono::milliseconds(1)) std::this_thread::yield();
  go_on.store(false);
  end.count_down();
  waiter.join();
  worker.join();
}

TEST(thread_activity, says_nothing_of_a_thread_that_has_not_begun_or_has_ended) {
  thread_activity none;
  EXPECT_FALSE(none.waits());
  EXPECT_EQ(none.cpu_time(), akt::duration::zero());
  std::thread([&] { none.begin(); }).join();
  // A joined thread may still be listed for a moment.
  while (!none.waits()) std::this_thread::yield();
  while (none.cpu_time() != akt::duration::zero()) std::this_thread::yield();
}

} // namespace thread_activity_tests
