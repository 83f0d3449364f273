// SPDX-License-Identifier: Apache-2.0
#include "akt/core/result.hpp"
#include "akt/wire/name.hpp"

#include <gtest/gtest.h>

#include <string>

namespace name_test {
struct Deposit {};
struct Renamed {
  static constexpr std::string_view wire_name = "bank.Deposit.v2";
};
template <class T>
struct Box {
  static constexpr std::string_view wire_name = "box";
};
enum class Color { red };

TEST(wire_name, is_the_qualified_name_unless_the_type_says_otherwise) {
  static_assert(akt::wire_name<Deposit>() == "name_test::Deposit");
  static_assert(akt::wire_name<Renamed>() == "bank.Deposit.v2");
  static_assert(akt::wire_name<Box<int>>() == "box");
  static_assert(akt::wire_name<Color>() == "name_test::Color");
  EXPECT_EQ(akt::wire_name<akt::unit>(), "akt::unit");
}

TEST(wire_name, numbers_and_strings_have_short_ones) {
  EXPECT_EQ(akt::wire_name<bool>(), "bool");
  EXPECT_EQ(akt::wire_name<char>(), "char");
  EXPECT_EQ(akt::wire_name<signed char>(), "i8");
  EXPECT_EQ(akt::wire_name<long>(), "i64");
  EXPECT_EQ(akt::wire_name<unsigned long long>(), "u64");
  EXPECT_EQ(akt::wire_name<float>(), "f32");
  EXPECT_EQ(akt::wire_name<double>(), "f64");
  EXPECT_EQ(akt::wire_name<std::string>(), "string");
}

TEST(wire_id, is_a_fixed_hash_of_the_name) {
  static_assert(akt::wire_id<Renamed>() == 0xd961b1d388acd986u);
  EXPECT_EQ(akt::wire_id<akt::unit>(), 0xa604636c7fe2461bu);
}

} // namespace name_test
