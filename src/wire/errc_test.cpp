// SPDX-License-Identifier: Apache-2.0
#include "akt/core/error.hpp"
#include "akt/wire/errc.hpp"

#include <gtest/gtest.h>

TEST(wire_errc, has_a_category_of_its_own) {
  const std::error_code code = akt::wire::errc::truncated;
  EXPECT_STREQ(code.category().name(), "akt.wire");
  EXPECT_NE(code, make_error_code(akt::errc::rejected)); // which is number 1 too
}

TEST(wire_errc, every_number_has_a_text) {
  for (int code = 1; code <= static_cast<int>(akt::wire::errc::wrong_reference_type); ++code)
    EXPECT_EQ(akt::wire::category().message(code).find("unknown"), std::string::npos) << code;
  EXPECT_EQ(akt::wire::category().message(99), "unknown wire error 99");
}
