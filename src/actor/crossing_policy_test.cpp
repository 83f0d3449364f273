// SPDX-License-Identifier: Apache-2.0
//
// When workers that hand each other small messages become fewer. Looks are told, nothing runs.
#include "crossing_policy.hpp"

#include <gtest/gtest.h>

namespace crossing_policy_tests {

using namespace std::chrono_literals;
using akt::detail::crossing_policy;

/// A monitor that looks every 500 us. A window is four looks.
struct crossings : testing::Test {
  crossing_policy policy;
  crossing_policy::look next{
      .since_last = 500us, .busy = 2, .moved = 10'000, .taken = 4'000, .given = 4'000};

  crossing_policy::verdict look() {
    next.now += next.since_last;
    return policy.judge(next);
  }
  /// Looks until some are to rest, at most so often. How many are.
  std::uint32_t rest_within(int looks) {
    for (int i = 0; i < looks; ++i)
      if (auto rest = look().rest) return rest;
    return 0;
  }
  /// Those that were told to do rest; the rate is `moved` a look until it is judged.
  bool resumed_at(std::uint64_t moved) {
    next.busy = 1;
    next.resting = 1;
    next.moved = moved;
    bool resumed = false;
    while (policy.trying()) resumed |= look().resume;
    return resumed;
  }
  void begin_again() {
    next.busy = 2;
    next.resting = 0;
    next.moved = 10'000;
  }
  bool calm() const { return next.now < policy.calm_until(); }
};

TEST_F(crossings, half_of_the_busy_workers_rest_when_a_fifth_of_the_messages_cross) {
  next.taken = next.given = 2'000;
  next.busy = 5;
  EXPECT_EQ(rest_within(16), 3u) << "two stay";
  EXPECT_TRUE(calm());
}

TEST_F(crossings, a_moment_is_no_reason_also_if_it_comes_again) {
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(rest_within(12), 0u);
    next.taken = 0;
    EXPECT_EQ(rest_within(4), 0u);
    next.taken = 4'000;
  }
}

TEST_F(crossings, fewer_messages_that_cross_are_no_reason) {
  next.taken = next.given = 1'999;
  EXPECT_EQ(rest_within(1000), 0u);
}

TEST_F(crossings, what_threads_outside_send_or_workers_only_pile_up_is_no_reason) {
  next.taken = 0;
  EXPECT_EQ(rest_within(1000), 0u);
  next.taken = 4'000;
  next.given = 0;
  EXPECT_EQ(rest_within(1000), 0u);
}

TEST_F(crossings, handlers_that_take_their_time_are_helped) {
  next.moved = 1'999; // two workers, 500 us: half a microsecond each
  next.taken = next.given = 1'999;
  EXPECT_EQ(rest_within(1000), 0u);
  next.moved = 2'000;
  EXPECT_EQ(rest_within(16), 1u);
}

TEST_F(crossings, one_busy_worker_stays) {
  next.busy = 1;
  EXPECT_EQ(rest_within(1000), 0u);
}

TEST_F(crossings, a_rate_that_rises_is_kept) {
  ASSERT_EQ(rest_within(16), 1u);
  EXPECT_FALSE(resumed_at(13'100));
}

TEST_F(crossings, is_calm_for_twice_as_long_when_it_is_found_again) {
  akt::duration calms[3];
  for (auto& lasted : calms) {
    begin_again();
    ASSERT_EQ(rest_within(24), 1u);
    ASSERT_FALSE(resumed_at(20'000));
    auto judged = next.now;
    while (calm()) (void)look();
    lasted = next.now - judged;
  }
  EXPECT_NEAR(double(calms[1] / 1us), 2. * double(calms[0] / 1us), 1000);
  EXPECT_NEAR(double(calms[2] / 1us), 4. * double(calms[0] / 1us), 1000);
}

TEST_F(crossings, a_rate_that_does_not_rise_brings_them_back_and_is_not_tried_again_for_long) {
  for (int quiet_looks : {496, 996, 1996}) { // 250 ms, then twice as long
    begin_again();
    ASSERT_EQ(rest_within(16), 1u);
    ASSERT_TRUE(resumed_at(12'900));
    EXPECT_FALSE(calm());
    begin_again();
    EXPECT_EQ(rest_within(quiet_looks), 0u);
  }
}

TEST_F(crossings, longer_handlers_end_the_calm_at_once) {
  ASSERT_EQ(rest_within(16), 1u);
  ASSERT_FALSE(resumed_at(20'000));
  ASSERT_TRUE(calm());
  next.moved = 100;
  bool resumed = false;
  for (int i = 0; i < 4; ++i) resumed |= look().resume;
  EXPECT_TRUE(resumed);
  EXPECT_FALSE(calm());
  for (int i = 0; i < 8; ++i) EXPECT_FALSE(look().resume) << "once";
}

TEST_F(crossings, longer_handlers_end_a_try_at_once) {
  for (int windows : {0, 1, 3, 5}) { // while they come to rest, settle, are judged
    policy = {};
    begin_again();
    ASSERT_EQ(rest_within(16), 1u) << windows;
    next.busy = next.resting = 1;
    for (int i = 0; i < 4 * windows; ++i) (void)look();
    ASSERT_TRUE(policy.trying()) << windows;
    next.moved = 100;
    bool resumed = false;
    for (int i = 0; i < 4; ++i) resumed |= look().resume;
    EXPECT_TRUE(resumed) << windows;
    EXPECT_FALSE(calm()) << windows;
    EXPECT_FALSE(policy.trying()) << windows;
  }
}

TEST_F(crossings, a_look_in_one_long_turn_is_no_long_handler) {
  ASSERT_EQ(rest_within(16), 1u);
  ASSERT_FALSE(resumed_at(20'000));
  for (int i = 0; i < 40; ++i) {
    next.moved = i % 4 == 0 ? 20 : 10'000;
    EXPECT_FALSE(look().resume);
  }
}

TEST_F(crossings, work_that_ends_ends_a_try_and_the_calm) {
  ASSERT_EQ(rest_within(16), 1u);
  next.busy = 0;
  next.moved = 0;
  for (int i = 0; i < 8; ++i) {
    auto verdict = look();
    EXPECT_EQ(verdict.rest, 0u);
    EXPECT_FALSE(verdict.resume);
  }
  EXPECT_FALSE(calm());
  EXPECT_FALSE(policy.trying());
  begin_again();
  EXPECT_EQ(rest_within(16), 1u) << "and may be tried again";
}

TEST_F(crossings, those_who_do_not_come_to_rest_are_not_waited_for) {
  ASSERT_EQ(rest_within(16), 1u);
  next.moved = 9'000;
  bool resumed = false;
  for (int i = 0; i < 80; ++i) resumed |= look().resume;
  EXPECT_TRUE(resumed);
}

} // namespace crossing_policy_tests
