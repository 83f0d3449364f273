// SPDX-License-Identifier: Apache-2.0
//
// What the failure of one child does to its siblings.
#include "supervision_test_support.hpp"

namespace supervision_test {

// SUP-05
TEST_F(supervised, stop_for_all_ends_the_siblings_and_not_the_parent) {
  auto all = brood(3, supervisor().otherwise(directive::stop).one_for_all());
  all[1].tell<Break>("x");
  kit.settle();
  EXPECT_EQ(system().actors_alive(), 1u);
  EXPECT_TRUE(system().find<Mother>("mother"));
}

// SUP-06
TEST_F(supervised, restart_for_all_makes_all_siblings_anew) {
  auto all = brood(3, supervisor().otherwise(directive::restart).one_for_all());
  for (auto c : all) c.tell<Add>(7);
  all[1].tell<Break>("x");
  kit.settle();
  for (auto c : all) EXPECT_EQ(total(c), 0);
  EXPECT_EQ(times("child0") + times("child1") + times("child2"), 6);
}

TEST_F(supervised, rest_for_one_concerns_those_that_came_later) {
  auto all = brood(3, supervisor().otherwise(directive::restart).rest_for_one());
  for (auto c : all) c.tell<Add>(7);
  all[1].tell<Break>("x");
  kit.settle();
  EXPECT_EQ(total(all[0]), 7);
  EXPECT_EQ(total(all[1]), 0);
  EXPECT_EQ(total(all[2]), 0);
}

// SUP-11: siblings count each other's failures.
TEST_F(supervised, siblings_share_their_restarts_if_one_is_for_all) {
  auto all =
      brood(2, supervisor().otherwise(directive::restart).one_for_all().max_restarts(2, 1min));
  for (int i = 0; i < 3; ++i) {
    all[static_cast<std::size_t>(i % 2)].tell<Break>("x");
    kit.settle();
  }
  for (auto c : all) EXPECT_EQ(error_of(kit.await(c.ask<Total>())), akt::errc::timeout);
  EXPECT_EQ(times("child0"), 3);
}

} // namespace supervision_test
