// SPDX-License-Identifier: Apache-2.0
#include "name_table.hpp"
#include "test_support.hpp"

namespace name_table_test {

using akt::detail::name_table;

constexpr akt::detail::actor_type type{"Counter", 1, nullptr, nullptr, nullptr, false};

akt::any_ref actor(std::uint64_t incarnation) { return akt::any_ref(64, incarnation); }

TEST(name_table, gives_a_name_to_one_owner) {
  name_table names;
  EXPECT_TRUE(names.claim("a", {actor(1), &type}));
  EXPECT_EQ(actor_test::error_of(names.claim("a", {actor(2), &type})), akt::errc::name_taken);
  auto found = names.find("a");
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->actor == actor(1));
  EXPECT_EQ(found->type, &type);
}

TEST(name_table, takes_a_name_back_from_its_own_incarnation_only) {
  name_table names;
  ASSERT_TRUE(names.claim("a", {actor(2), &type}));
  names.release("a", actor(1));
  EXPECT_TRUE(names.find("a"));
  names.release("a", actor(2));
  EXPECT_EQ(actor_test::error_of(names.find("a")), akt::errc::no_such_actor);
  names.release("a", actor(2));
  EXPECT_TRUE(names.claim("a", {actor(3), &type}));
}

TEST(name_table, refuses_what_is_no_name) {
  name_table names;
  EXPECT_EQ(actor_test::error_of(names.claim("", {actor(1), &type})), akt::errc::invalid_name);
  EXPECT_EQ(actor_test::error_of(names.claim("akt.x", {actor(1), &type})), akt::errc::invalid_name);
  EXPECT_TRUE(name_table::is_valid("0"));
  EXPECT_TRUE(name_table::is_valid("akt"));
  EXPECT_FALSE(name_table::is_valid("a:b"));
}

} // namespace name_table_test
