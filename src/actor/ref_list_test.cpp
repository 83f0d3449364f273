// SPDX-License-Identifier: Apache-2.0
#include "akt/core/random.hpp"

#include "ref_list.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace ref_list_test {

using akt::any_ref;
using akt::detail::actor_in;
using akt::detail::cell;
using akt::detail::ref_list;

/// Counts how often one is looked at.
struct entry {
  any_ref actor;
  friend any_ref actor_in(const entry& e) noexcept {
    ++looks;
    return e.actor;
  }
  static inline std::size_t looks = 0;
};

struct ref_lists : testing::Test {
  static constexpr std::size_t many = 20'000;
  ref_lists() {
    for (std::size_t i = 0; i < many; ++i) {
      cells[i].index = static_cast<std::uint32_t>(i);
      cells[i].system = reinterpret_cast<akt::detail::system_core*>(this); // it lives
    }
    entry::looks = 0;
  }
  /// Local ones and, every third, one of another node.
  any_ref ref(std::size_t i) const {
    if (i % 3 == 2) return any_ref(0x1000 | akt::detail::node_tag, i);
    return akt::detail::ref_of(cells[i], 1);
  }
  template <class T>
  static std::vector<any_ref> all(const ref_list<T>& list) {
    std::vector<any_ref> found;
    list.for_each([&](const T& t) { found.push_back(actor_in(t)); });
    return found;
  }
  std::unique_ptr<cell[]> cells = std::make_unique<cell[]>(many);
};

TEST_F(ref_lists, are_in_the_order_in_which_they_came) {
  akt::random_stream random(1, 1, "ref_list");
  for (const std::size_t size : {3u, 16u, 17u, 40u, 1000u}) {
    ref_list<any_ref> list;
    std::vector<any_ref> expected;
    for (int step = 0; step < 10'000; ++step) {
      const bool grows = step / 2'500 % 2 == 0; // comes to its size and shrinks, twice
      const any_ref r = ref(random.below(size));
      const auto at = std::find(expected.begin(), expected.end(), r);
      const bool known = at != expected.end();
      if (random.below(4) < (grows ? 3u : 1u)) {
        ASSERT_EQ(list.add(r), !known);
        if (!known) expected.push_back(r);
      } else {
        ASSERT_EQ(list.remove(r), known);
        if (known) expected.erase(at);
      }
      ASSERT_EQ(list.size(), expected.size());
      ASSERT_EQ(list.empty(), expected.empty());
      if (step % 100 == 0) {
        ASSERT_TRUE(all(list) == expected) << step;
      }
    }
    ASSERT_TRUE(all(list) == expected);
    list.clear();
    EXPECT_TRUE(list.empty());
    EXPECT_TRUE(list.add(ref(0)));
  }
}

TEST_F(ref_lists, of_many_find_each_with_a_few_looks) {
  ref_list<entry> list;
  for (std::size_t i = 0; i < many; ++i) EXPECT_TRUE(list.add({ref(i)}));
  for (std::size_t i = 0; i < many; ++i) EXPECT_FALSE(list.add({ref(i)}));
  for (std::size_t i = many; i-- > 0;) EXPECT_TRUE(list.remove(ref(i)));
  EXPECT_TRUE(list.empty());
  EXPECT_LT(entry::looks, 20 * many);
}

TEST_F(ref_lists, hash_no_addresses) {
  const auto others = std::make_unique<cell[]>(2);
  others[1].index = 1;
  const std::hash<any_ref> hash;
  EXPECT_EQ(hash(akt::detail::ref_of(others[1], 1)), hash(ref(1)));
  EXPECT_NE(hash(akt::detail::ref_of(others[1], 2)), hash(ref(1)));
  EXPECT_NE(hash(ref(0)), hash(ref(1)));
  EXPECT_EQ(hash(any_ref()), hash(any_ref()));
}

} // namespace ref_list_test
