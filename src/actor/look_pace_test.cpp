// SPDX-License-Identifier: Apache-2.0
#include "look_pace.hpp"

#include <gtest/gtest.h>

namespace look_pace_test {

using akt::detail::look_pace;
using pace = look_pace::pace;

constexpr bool sleeping = true, light = true, busy = false;

struct look_paces : testing::Test {
  /// How many looks in a row it takes to another pace, which must come.
  std::uint32_t looks_until(pace wanted, bool nothing_to_do, bool is_light) {
    for (std::uint32_t looks = 1; looks <= 1000; ++looks)
      if (looked.looked(nothing_to_do, is_light) == wanted) return looks;
    ADD_FAILURE() << "it never came";
    return 0;
  }
  look_pace looked;
};

TEST_F(look_paces, are_usual_while_somebody_works) {
  for (int i = 0; i < 1000; ++i) ASSERT_EQ(looked.looked(busy, !light), pace::usual);
  EXPECT_FALSE(looked.is_calm());
}

TEST_F(look_paces, are_rarer_from_the_fourth_light_look_in_a_row_on) {
  EXPECT_EQ(looks_until(pace::rarer, busy, light), look_pace::light_before_rarer);
  for (int i = 0; i < 1000; ++i) ASSERT_EQ(looked.looked(busy, light), pace::rarer);
  EXPECT_EQ(looked.looked(busy, !light), pace::usual) << "somebody works";
  EXPECT_EQ(looks_until(pace::rarer, busy, light), look_pace::light_before_rarer);
}

TEST_F(look_paces, are_calm_and_then_idling_when_everybody_has_slept_for_long) {
  for (std::uint32_t i = 0; i < look_pace::quiet_before_calm; ++i) {
    ASSERT_EQ(looked.looked(sleeping, !light), pace::usual);
    ASSERT_FALSE(looked.is_calm());
  }
  EXPECT_EQ(looked.looked(sleeping, !light), pace::usual);
  EXPECT_TRUE(looked.is_calm()) << "two looks before it idles: one begins a window, one judges";
  EXPECT_EQ(looks_until(pace::idling, sleeping, !light), 2u);
  for (int i = 0; i < 1000; ++i) ASSERT_EQ(looked.looked(sleeping, !light), pace::idling);
  EXPECT_TRUE(looked.is_calm());
}

TEST_F(look_paces, are_usual_again_with_the_first_work) {
  (void)looks_until(pace::idling, sleeping, !light);
  EXPECT_EQ(looked.looked(busy, !light), pace::usual);
  EXPECT_FALSE(looked.is_calm());
  EXPECT_EQ(looks_until(pace::idling, sleeping, !light), look_pace::quiet_before_idling + 1);
}

TEST_F(look_paces, count_no_light_look_while_everybody_sleeps) {
  (void)looks_until(pace::rarer, busy, light);
  EXPECT_EQ(looked.looked(sleeping, light), pace::usual);
  EXPECT_EQ(looks_until(pace::rarer, busy, light), look_pace::light_before_rarer);
}

} // namespace look_pace_test
