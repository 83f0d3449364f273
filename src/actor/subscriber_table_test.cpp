// SPDX-License-Identifier: Apache-2.0
#include "akt/core/hash.hpp"
#include "akt/core/random.hpp"

#include "subscriber_table.hpp"

#include <gtest/gtest.h>

namespace subscriber_table_test {

/// Counts how often one is compared.
struct entry {
  std::uint64_t actor = 0;
  std::size_t hash = 0;
  std::uint64_t number = 0;
  friend bool operator==(const entry& a, const entry& b) noexcept {
    ++looks;
    return a.actor == b.actor;
  }
  static inline std::size_t looks = 0;
};
using table = akt::detail::subscriber_table<entry>;

entry of(std::uint64_t actor) { return {actor, akt::mix64(actor), 0}; }

std::vector<entry> all(const table& t) {
  std::vector<entry> found(t.size() + 1);
  found.resize(t.copy(0, t.next_number(), found));
  return found;
}
std::vector<std::uint64_t> actors(const table& t) {
  std::vector<std::uint64_t> found;
  for (const entry& e : all(t)) found.push_back(e.actor);
  return found;
}

struct subscriber_tables : testing::Test {
  subscriber_tables() { entry::looks = 0; }
};

TEST_F(subscriber_tables, are_in_the_order_in_which_they_came) {
  akt::random_stream random(1, 1, "subscriber_table");
  for (const std::uint64_t size : {3u, 40u, 1000u}) {
    table t;
    std::vector<std::uint64_t> expected;
    for (int step = 0; step < 10'000; ++step) {
      const bool grows = step / 2'500 % 2 == 0; // comes to its size and shrinks, twice
      const std::uint64_t one = 1 + random.below(size);
      const auto at = std::find(expected.begin(), expected.end(), one);
      if (random.below(4) < (grows ? 3u : 1u)) {
        ASSERT_EQ(t.add(of(one)), at == expected.end());
        if (at == expected.end()) expected.push_back(one);
      } else if (!expected.empty()) {
        const auto gone = static_cast<std::ptrdiff_t>(random.below(expected.size()));
        const std::uint64_t number = all(t)[static_cast<std::size_t>(gone)].number;
        t.remove(number);
        t.remove(number); // changes nothing
        expected.erase(expected.begin() + gone);
      }
      ASSERT_EQ(t.size(), expected.size());
      if (step % 100 == 0) {
        ASSERT_EQ(actors(t), expected) << step;
      }
    }
    ASSERT_EQ(actors(t), expected);
  }
}

TEST_F(subscriber_tables, of_many_find_each_with_a_few_looks) {
  constexpr std::uint64_t many = 20'000;
  table t;
  for (std::uint64_t i = 1; i <= many; ++i) EXPECT_TRUE(t.add(of(i)));
  for (std::uint64_t i = 1; i <= many; ++i) EXPECT_FALSE(t.add(of(i)));
  EXPECT_LE(entry::looks, 4 * many);
}

TEST_F(subscriber_tables, are_walked_by_numbers_while_others_come_and_go) {
  table t;
  for (std::uint64_t i = 1; i <= 10; ++i) t.add(of(i));
  entry some[4];
  ASSERT_EQ(t.copy(0, 10, some), 4u);
  for (std::uint64_t number : {0u, 1u, 2u, 3u, 5u, 6u, 7u})
    t.remove(number); // gaps are closed meanwhile
  t.add(of(11));
  ASSERT_EQ(t.copy(some[3].number + 1, 10, some), 3u);
  EXPECT_EQ(some[0].actor, 5u);
  EXPECT_EQ(some[1].actor, 9u);
  EXPECT_EQ(some[2].actor, 10u);
  EXPECT_EQ(t.copy(some[2].number + 1, 10, some), 0u) << "the last has come later";
}

} // namespace subscriber_table_test
