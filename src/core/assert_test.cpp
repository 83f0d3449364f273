// SPDX-License-Identifier: Apache-2.0
#include "akt/core/assert.hpp"

#include <gtest/gtest.h>

TEST(assertion, names_the_condition_and_aborts_in_every_build) {
  int two = 2;
  EXPECT_DEATH(AKT_ASSERT(two == 3), "akt: assertion failed: two == 3");
}

TEST(assertion, carries_the_detail) {
  EXPECT_DEATH(akt::assertion_failed("get() on a turn", "f.cpp", 7, "actor bank"),
               "get\\(\\) on a turn: actor bank \\(f.cpp:7\\)");
}
