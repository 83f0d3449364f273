// SPDX-License-Identifier: Apache-2.0
#include "utf8.hpp"

#include <gtest/gtest.h>

namespace utf8_test {

using akt::wire::is_utf8;

TEST(utf8, takes_well_formed_text) {
  EXPECT_TRUE(is_utf8(""));
  EXPECT_TRUE(is_utf8("plain ascii of more than eight bytes"));
  EXPECT_TRUE(is_utf8("gr\xc3\xbc\xc3\x9f"
                      "e \xe2\x82\xac \xf0\x9f\x8e\xad"));
  EXPECT_TRUE(is_utf8("\xed\x9f\xbf \xee\x80\x80 \xf4\x8f\xbf\xbf"));
  EXPECT_TRUE(is_utf8(std::string_view("a\0b", 3)));
}

TEST(utf8, refuses_what_is_not) {
  EXPECT_FALSE(is_utf8("\x80"));
  EXPECT_FALSE(is_utf8("\xc3"));
  EXPECT_FALSE(is_utf8("12345678\xc3"));
  EXPECT_FALSE(is_utf8("\xc3(("));
  EXPECT_FALSE(is_utf8("\xc0\xaf"));         // overlong
  EXPECT_FALSE(is_utf8("\xe0\x80\xaf"));     // overlong
  EXPECT_FALSE(is_utf8("\xf0\x80\x80\xaf")); // overlong
  EXPECT_FALSE(is_utf8("\xed\xa0\x80"));     // surrogate
  EXPECT_FALSE(is_utf8("\xf4\x90\x80\x80")); // above U+10FFFF
  EXPECT_FALSE(is_utf8("\xff"));
}

} // namespace utf8_test
