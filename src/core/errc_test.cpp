// SPDX-License-Identifier: Apache-2.0
#include "akt/core/errc.hpp"

#include <gtest/gtest.h>

#include <cctype>
#include <set>

TEST(errc, every_code_has_its_own_text_in_house_style) {
  std::set<std::string> texts;
  for (int code = 1; code <= static_cast<int>(akt::errc::null_reference); ++code) {
    auto text = std::error_code(static_cast<akt::errc>(code)).message();
    EXPECT_TRUE(texts.insert(text).second) << text;
    EXPECT_FALSE(std::isupper(static_cast<unsigned char>(text.front()))) << text;
    EXPECT_NE(text.back(), '.') << text;
    EXPECT_EQ(text.find("unknown error"), std::string::npos) << code;
  }
}

TEST(errc, an_unknown_number_from_another_node_still_has_a_text) {
  EXPECT_EQ(std::error_code(9999, akt::category()).message(), "unknown error 9999");
}
