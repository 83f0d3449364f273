// SPDX-License-Identifier: Apache-2.0
#include "akt/core/fate.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

TEST(fate, every_fate_has_its_own_name_and_tells_the_asker_something) {
  std::set<std::string> names;
  for (std::size_t i = 0; i < akt::fate_count; ++i) {
    auto f = static_cast<akt::fate>(i);
    EXPECT_TRUE(names.insert(akt::name(f)).second);
    if (f == akt::fate::handled) continue;
    EXPECT_NE(static_cast<int>(akt::asker_error(f)), 0);
  }
}

TEST(fate, a_lost_link_means_that_the_outcome_is_unknown) {
  EXPECT_EQ(akt::asker_error(akt::fate::link_lost), akt::errc::unknown);
  EXPECT_EQ(akt::asker_error(akt::fate::expired), akt::errc::timeout);
}
