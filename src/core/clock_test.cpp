// SPDX-License-Identifier: Apache-2.0
#include "akt/core/clock.hpp"

#include <gtest/gtest.h>

TEST(clock, the_steady_clock_never_goes_back) {
  auto& clock = akt::system_clock();
  auto last = clock.now();
  for (int i = 0; i < 1000; ++i) {
    auto now = clock.now();
    EXPECT_GE(now, last);
    last = now;
  }
}

TEST(clock, the_wall_clock_is_past_2020) {
  EXPECT_GT(akt::system_clock().wall_now(), std::chrono::hours(24 * 365 * 50));
}
