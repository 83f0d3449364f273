// SPDX-License-Identifier: Apache-2.0
#include "akt/core/result.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace {
akt::result<int> half(int n) {
  if (n % 2) return akt::error(akt::errc::rejected, "odd");
  return n / 2;
}
} // namespace

TEST(result, holds_a_value_or_an_error) {
  EXPECT_EQ(half(8).value(), 4);
  EXPECT_EQ(half(7).error().message(), "rejected: odd");
  EXPECT_FALSE(half(7));
}

TEST(result, value_throws_the_error_it_holds) {
  try {
    (void)half(7).value();
    FAIL();
  } catch (const akt::bad_result& e) {
    EXPECT_STREQ(e.what(), "rejected: odd");
    EXPECT_TRUE(e.error() == akt::errc::rejected);
  }
}

TEST(result, moves_move_only_values) {
  akt::result<std::unique_ptr<int>> r(std::make_unique<int>(5));
  auto moved = std::move(r);
  EXPECT_EQ(**moved, 5);
}

TEST(result, assignment_goes_between_value_and_error) {
  akt::result<std::string> r("text");
  r = akt::error(akt::errc::timeout);
  EXPECT_TRUE(r.error() == akt::errc::timeout);
  r = std::string("again");
  EXPECT_EQ(*r, "again");
}

TEST(result, reading_the_wrong_side_is_a_bug) {
  auto r = half(7);
  EXPECT_DEATH((void)*r, "assertion failed");
  auto ok = half(8);
  EXPECT_DEATH((void)ok.error(), "assertion failed");
}

TEST(result, converts_to_the_value_type_only_where_the_value_type_does) {
  static_assert(!std::is_constructible_v<akt::result<int>, std::string>);
  akt::result<std::error_code> code{akt::make_error_code(akt::errc::timeout)};
  EXPECT_TRUE(code.has_value());
}
