// SPDX-License-Identifier: Apache-2.0
#include "akt/core/result.hpp"
#include "akt/core/type_name.hpp"

#include <gtest/gtest.h>

namespace type_name_test {
struct Plain {
  enum class Inner { one };
};
} // namespace type_name_test
struct TypeNameTestGlobal {};
namespace not_akt::v0 {
struct Kept {};
} // namespace not_akt::v0
namespace other::akt::v0 {
struct Kept {};
} // namespace other::akt::v0

// That both compilers build this is the test.
static_assert(akt::type_name<type_name_test::Plain>() == "type_name_test::Plain");
static_assert(akt::type_name<type_name_test::Plain::Inner>() == "type_name_test::Plain::Inner");
static_assert(akt::type_name<TypeNameTestGlobal>() == "TypeNameTestGlobal");
static_assert(akt::type_name<int>() == "int");

TEST(type_name, leaves_out_the_inline_namespace) {
  static_assert(akt::type_name<akt::unit>() == "akt::unit");
  static_assert(akt::type_name<akt::v0::errc>() == "akt::errc");
  EXPECT_EQ(akt::type_name<akt::result<akt::unit>>(), "akt::result<akt::unit>");
}

TEST(type_name, leaves_the_namespaces_of_others) {
  EXPECT_EQ(akt::type_name<not_akt::v0::Kept>(), "not_akt::v0::Kept");
  EXPECT_EQ(akt::type_name<other::akt::v0::Kept>(), "other::akt::v0::Kept");
}
