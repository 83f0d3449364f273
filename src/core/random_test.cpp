// SPDX-License-Identifier: Apache-2.0
#include "akt/core/random.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <vector>

// The expected numbers were computed by an independent program.

TEST(random_stream, never_changes) {
  akt::random_stream random(7, 0, "network");
  EXPECT_EQ(random.next_u64(), 0xade1d65c9c21eb50u);
  EXPECT_EQ(random.next_u64(), 0x45d9338f6d449fd8u);
  EXPECT_EQ(random.next_u64(), 0x5bc92acd68d35d61u);
  EXPECT_EQ(random.next_u64(), 0xccbfc1a8aff6697bu);
}

TEST(random_stream, below_never_changes) {
  akt::random_stream random(7, 0, "dice");
  std::vector<std::uint64_t> thrown(16);
  for (auto& eye : thrown) eye = random.below(6);
  EXPECT_EQ(thrown, (std::vector<std::uint64_t>{1, 0, 3, 3, 1, 3, 2, 1, 4, 5, 2, 0, 4, 5, 4, 3}));
}

TEST(random_stream, shuffle_never_changes) {
  akt::random_stream random(1, 2, "order");
  std::vector<int> order(10);
  std::iota(order.begin(), order.end(), 0);
  random.shuffle(order);
  EXPECT_EQ(order, (std::vector<int>{0, 2, 6, 9, 1, 4, 3, 5, 7, 8}));
}

TEST(random_stream, shuffles_nothing_and_one) {
  akt::random_stream random(1, 2, "order");
  std::vector<int> none, one{7};
  random.shuffle(none);
  random.shuffle(one);
  EXPECT_EQ(one.front(), 7);
}

TEST(random_stream, differs_by_seed_node_and_purpose) {
  const auto first = [](std::uint64_t seed, std::uint64_t node, std::string_view purpose) {
    return akt::random_stream(seed, node, purpose).next_u64();
  };
  EXPECT_NE(first(1, 2, "a"), first(2, 1, "a"));
  EXPECT_NE(first(1, 2, "a"), first(1, 3, "a"));
  EXPECT_NE(first(1, 2, "a"), first(1, 2, "b"));
}

TEST(random_stream, below_is_even_where_the_modulus_would_be_biased) {
  akt::random_stream random(3, 0, "bias");
  const auto n = (std::uint64_t{3} << 62); // a third of the draws must be thrown away
  int low = 0;
  for (int i = 0; i < 30000; ++i) low += random.below(n) < n / 2;
  EXPECT_NEAR(low, 15000, 500);
}

TEST(random_stream, chance_is_as_often_as_it_says) {
  akt::random_stream random(3, 0, "chance");
  int hits = 0;
  for (int i = 0; i < 30000; ++i) hits += random.chance(1, 3);
  EXPECT_NEAR(hits, 10000, 400);
  EXPECT_FALSE(random.chance(0, 5));
  EXPECT_TRUE(random.chance(5, 5));
}

TEST(random_stream, every_draw_is_observed) {
  akt::trace_hash seen, expected;
  akt::random_stream watched(9, 0, "x"), twin(9, 0, "x");
  watched.observe(&seen);
  watched.next_u64();
  watched.chance(1, 2);
  expected.add(twin.next_u64());
  expected.add(twin.next_u64());
  EXPECT_EQ(seen, expected);
  watched.observe(nullptr);
  watched.next_u64();
  EXPECT_EQ(seen, expected);
}
