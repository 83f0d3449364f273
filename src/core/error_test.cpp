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

TEST(error, says_which_way_it_has_come) {
  akt::error e(akt::errc::failed, "boom");
  EXPECT_TRUE(e.trace().empty());
  EXPECT_EQ(e.trace_text(), "");
  e.add_step({"akt://a/stock", "Reserve", "", "", 0});
  e.add_step({"akt://a/cart", "Order", "Reserve", "cart.cpp", 42});
  EXPECT_EQ(e.trace_text(), "akt://a/stock handling Reserve\n"
                            "akt://a/cart handling Order, awaiting Reserve at cart.cpp:42\n");
  EXPECT_EQ(e.message(), "actor failed: boom");
  akt::error copy(e);
  EXPECT_EQ(copy.trace().size(), 2u);
  EXPECT_EQ(copy, akt::error(akt::errc::failed, "boom")) << "whatever its way";
  akt::error without_text(akt::errc::timeout);
  without_text.take_trace_of(copy);
  EXPECT_EQ(without_text.message(), "request timed out");
  EXPECT_EQ(without_text.trace().size(), 2u);
}

TEST(error, keeps_the_first_steps_of_a_long_way) {
  akt::error e(akt::errc::failed);
  for (std::size_t i = 0; i < akt::trace_max + 5; ++i)
    e.add_step({std::to_string(i), "", "", "", 0});
  EXPECT_EQ(e.trace().size(), akt::trace_max);
  EXPECT_EQ(e.trace().front().actor, "0");
}
