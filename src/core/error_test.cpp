// SPDX-License-Identifier: Apache-2.0
#include "akt/core/error.hpp"

#include <gtest/gtest.h>

TEST(error, message_says_what_and_which) {
  EXPECT_EQ(akt::error(akt::errc::rejected, "insufficient funds").message(),
            "rejected: insufficient funds");
  EXPECT_EQ(akt::error(akt::errc::timeout).message(), "request timed out");
}

TEST(error, copies_own_their_text) {
  akt::error copy(akt::errc::failed);
  {
    akt::error original(akt::errc::rejected, "no");
    copy = original;
  }
  EXPECT_EQ(copy.detail(), "no");
  akt::error moved(std::move(copy));
  EXPECT_EQ(moved.message(), "rejected: no");
  EXPECT_TRUE(moved == akt::errc::rejected);
}
