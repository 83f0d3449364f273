// SPDX-License-Identifier: Apache-2.0
#include "idle_policy.hpp"

#include <gtest/gtest.h>

namespace idle_policy_tests {

using namespace std::chrono_literals;
using akt::detail::idle_policy;

/// What a worker that is given work every `interval` comes to, after so many.
akt::duration after(int times, akt::duration interval, idle_policy& policy) {
  for (int i = 0; i < times; ++i)
    if (policy.spin() < interval) policy.slept(interval);
  return policy.spin();
}

TEST(spins, become_long_enough_for_work_that_comes_again_and_again_soon) {
  idle_policy policy(40us, 200us, 0us);
  EXPECT_EQ(policy.spin(), 40us);
  EXPECT_EQ(after(100, 100us, policy), 160us) << "it is awake at the third, and stays so";
  EXPECT_EQ(after(100, 30us, policy), 160us);
  EXPECT_EQ(after(1, 190us, policy), 200us);
}

TEST(spins, become_short_again_when_work_comes_rarely) {
  idle_policy policy(40us, 200us, 0us);
  after(3, 200us, policy);
  ASSERT_EQ(policy.spin(), 200us);
  EXPECT_EQ(after(1, 201us, policy), 100us);
  EXPECT_EQ(after(1, 1h, policy), 50us);
  EXPECT_EQ(after(100, 1h, policy), 40us);
}

TEST(spins, never_change_where_the_most_is_not_above_the_least) {
  for (akt::duration most : {akt::duration(0), akt::duration(40us), akt::duration(2ms)}) {
    idle_policy policy(2ms, most, 0us);
    for (akt::duration interval : {1ms, 2ms, 3ms}) {
      policy.slept(interval);
      EXPECT_EQ(policy.spin(), 2ms);
    }
  }
  idle_policy none(0us, 200us, 0us);
  none.slept(1us);
  EXPECT_EQ(none.spin(), 0us) << "who asks for no spin gets none";
}

TEST(spins, are_longer_for_one_worker_at_a_time) {
  idle_policy policy(40us, 200us, 0us);
  after(3, 200us, policy);
  EXPECT_FALSE(policy.gives_up(200us, true));
  EXPECT_TRUE(policy.gives_up(201us, true));
  EXPECT_FALSE(policy.gives_up(40us, false));
  EXPECT_TRUE(policy.gives_up(41us, false));
}

TEST(dozing, begins_when_work_has_come_soon_and_ends_when_it_comes_late) {
  idle_policy policy(40us, 200us, 2ms);
  EXPECT_EQ(policy.doze(), 0us);
  policy.slept(2ms);
  EXPECT_EQ(policy.doze(), 2ms);
  policy.slept(2001us);
  EXPECT_EQ(policy.doze(), 0us);
}

} // namespace idle_policy_tests
