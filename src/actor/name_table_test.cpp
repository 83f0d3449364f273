// SPDX-License-Identifier: Apache-2.0
#include "name_table.hpp"
#include "test_support.hpp"

#include <deque>

namespace name_table_test {

using akt::detail::identity;
using akt::detail::name_table;

constexpr akt::detail::actor_type type{"Counter", 1, nullptr, nullptr, nullptr, false};

struct named_actors : testing::Test {
  identity& actor(std::string_view name, identity* parent = nullptr) {
    auto& c = cells.emplace_back();
    c.index = static_cast<std::uint32_t>(cells.size());
    c.type_.store(&type, akt::sync::release);
    identity& who = all.emplace_back(c, parent);
    who.name.set(name);
    return who;
  }
  std::deque<akt::detail::cell> cells;
  std::deque<identity> all;
  name_table names;
};

TEST_F(named_actors, have_a_name_that_is_theirs_alone) {
  identity& first = actor("a");
  EXPECT_TRUE(names.claim(first));
  EXPECT_EQ(actor_test::error_of(names.claim(actor("a"))), akt::errc::name_taken);
  auto found = names.find("a");
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->actor == first.ref());
  EXPECT_EQ(found->type, &type);
}

TEST_F(named_actors, give_it_back_for_their_own_incarnation_only) {
  identity& old = actor("a");
  identity& fresh = actor("a");
  ASSERT_TRUE(names.claim(fresh));
  names.release(old);
  EXPECT_TRUE(names.find("a"));
  names.release(fresh);
  EXPECT_EQ(actor_test::error_of(names.find("a")), akt::errc::no_such_actor);
  names.release(fresh);
  EXPECT_TRUE(names.claim(actor("a")));
}

TEST_F(named_actors, are_found_below_their_parents) {
  identity& a = actor("a");
  identity& b = actor("b");
  identity& of_a = actor("child", &a);
  identity& of_b = actor("child", &b);
  identity& below = actor(std::string(255, 'x'), &of_b);
  for (identity* who : {&a, &b, &of_a, &of_b, &below}) ASSERT_TRUE(names.claim(*who));
  EXPECT_TRUE(names.find("a/child")->actor == of_a.ref());
  EXPECT_TRUE(names.find("b/child")->actor == of_b.ref());
  EXPECT_TRUE(names.find("b/child/" + std::string(255, 'x'))->actor == below.ref());
  for (const char* none : {"child", "a/b", "a/", "/a", "", "/", "a//child", "a/child/x"})
    EXPECT_EQ(actor_test::error_of(names.find(none)), akt::errc::no_such_actor) << none;
}

TEST_F(named_actors, are_not_called_what_is_no_name) {
  EXPECT_TRUE(name_table::is_valid("0"));
  EXPECT_TRUE(name_table::is_valid("akt"));
  EXPECT_TRUE(name_table::is_valid(std::string(255, 'n')));
  for (const char* bad : {"", "akt.x", "a:b", "a/b", "-a", ".a"})
    EXPECT_FALSE(name_table::is_valid(bad)) << bad;
  EXPECT_FALSE(name_table::is_valid(std::string(256, 'n')));
}

} // namespace name_table_test
