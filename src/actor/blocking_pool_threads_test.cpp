// SPDX-License-Identifier: Apache-2.0
#include "blocking_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <memory>

namespace blocking_pool_tests {

using akt::detail::blocking_job;
using akt::detail::blocking_pool;

struct counters {
  std::atomic<int> ran{0}, dropped{0};
  std::latch begun{1};
};

/// The first one to run goes on until the others were dropped.
struct counting_job : blocking_job {
  counters* count;
  int others;
  counting_job(counters* c, int o) : count(c), others(o) {
    run = [](blocking_job& j) noexcept {
      auto& self = static_cast<counting_job&>(j);
      self.count->ran.fetch_add(1);
      self.count->begun.count_down();
      while (self.count->dropped.load() < self.others) std::this_thread::yield();
      delete &self;
    };
    discard = [](blocking_job& j) noexcept {
      auto& self = static_cast<counting_job&>(j);
      self.count->dropped.fetch_add(1);
      delete &self;
    };
  }
};

TEST(blocking_pool, jobs_that_have_not_begun_are_dropped_at_its_end) {
  counters count;
  blocking_pool pool;
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(pool.submit(new counting_job(&count, 9), 1));
  count.begun.wait();
  pool.finish();
  EXPECT_EQ(count.ran.load(), 1);
  EXPECT_EQ(count.dropped.load(), 9);
  counting_job late(&count, 0);
  EXPECT_FALSE(pool.submit(&late, 1)) << "it has ended, and the job is still the caller's";
}

/// Runs until all have met.
struct meeting : blocking_job {
  std::latch* all;
  explicit meeting(std::latch* l) : all(l) {
    run = [](blocking_job& j) noexcept {
      auto& self = static_cast<meeting&>(j);
      self.all->arrive_and_wait();
      delete &self;
    };
  }
};

TEST(blocking_pool, grows_with_the_jobs_that_block) {
  blocking_pool pool;
  std::latch all(5);
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(pool.submit(new meeting(&all), 4));
  all.arrive_and_wait(); // only if four threads are in it at a time
  pool.finish();
}

TEST(blocking_pool, a_job_does_not_wait_behind_one_for_which_an_idle_thread_was_woken) {
  for (int round = 0; round < 50; ++round) {
    blocking_pool pool;
    std::latch warm(2), all(3);
    ASSERT_TRUE(pool.submit(new meeting(&warm), 4));
    warm.arrive_and_wait(); // from here on its thread becomes idle
    for (int i = 0; i < round; ++i) std::this_thread::yield();
    for (int i = 0; i < 2; ++i) ASSERT_TRUE(pool.submit(new meeting(&all), 4));
    all.arrive_and_wait();
    pool.finish();
  }
}

} // namespace blocking_pool_tests
