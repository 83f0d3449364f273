// SPDX-License-Identifier: Apache-2.0
#include "akt/core/block_pool.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <set>
#include <vector>

namespace {

class refusing_memory final : public akt::memory {
public:
  void* map(std::size_t bytes, std::size_t alignment) noexcept override {
    if (left == 0) return nullptr;
    --left;
    return akt::system_memory().map(bytes, alignment);
  }
  void unmap(void* p, std::size_t bytes) noexcept override { akt::system_memory().unmap(p, bytes); }
  int left = 0;
};

/// Fills what it maps with a pattern, and notes what is said of it.
class marking_memory final : public akt::memory {
public:
  static constexpr unsigned char mark = 0xa5;
  void* map(std::size_t bytes, std::size_t alignment) noexcept override {
    void* p = akt::system_memory().map(bytes, alignment);
    if (p) std::memset(p, mark, bytes);
    return p;
  }
  void unmap(void* p, std::size_t bytes) noexcept override { akt::system_memory().unmap(p, bytes); }
  void expect_dense(void*, std::size_t bytes) noexcept override { dense += bytes; }
  std::size_t dense = 0;
};

bool is_marked(const void* block, std::size_t bytes) {
  const auto* at = static_cast<const unsigned char*>(block);
  return std::all_of(at, at + bytes, [](unsigned char c) { return c == marking_memory::mark; });
}

} // namespace

TEST(block_pool, classes_are_powers_of_two_from_64_to_4096) {
  EXPECT_EQ(akt::block_class(1), 0u);
  EXPECT_EQ(akt::block_class(64), 0u);
  EXPECT_EQ(akt::block_class(65), 1u);
  EXPECT_EQ(akt::block_class(4096), 6u);
  EXPECT_EQ(akt::block_class(4097), akt::block_classes);
}

TEST(block_pool, blocks_are_distinct_aligned_and_writable) {
  akt::block_pool pool(akt::system_memory());
  akt::block_cache cache(pool);
  for (std::uint32_t c = 0; c < akt::block_classes; ++c) {
    std::set<void*> seen;
    for (int i = 0; i < 1000; ++i) {
      void* b = cache.get(c);
      ASSERT_NE(b, nullptr);
      EXPECT_EQ(reinterpret_cast<std::uintptr_t>(b) % 64, 0u);
      EXPECT_TRUE(seen.insert(b).second);
      std::memset(b, 0xab, akt::block_bytes(c));
    }
    for (void* b : seen) cache.put(c, b);
  }
}

TEST(block_pool, nobody_has_written_into_a_block_that_is_handed_out_for_the_first_time) {
  marking_memory memory;
  akt::block_pool pool(memory);
  akt::block_cache cache(pool);
  for (std::uint32_t c = 0; c < akt::block_classes; ++c)
    for (std::uint32_t i = 0; i < 2 * akt::magazine_blocks(c) + 1; ++i) {
      void* b = cache.get(c);
      ASSERT_NE(b, nullptr);
      ASSERT_TRUE(is_marked(b, akt::block_bytes(c))) << "block " << i << " of class " << c;
      std::memset(b, 0, akt::block_bytes(c));
    }
}

TEST(block_pool, a_thread_uses_its_fresh_blocks_before_it_asks_the_depot) {
  akt::block_pool pool(akt::system_memory());
  akt::block_cache cache(pool), other(pool);
  const std::uint32_t fresh = akt::magazine_blocks(0);
  ASSERT_NE(cache.get(0), nullptr);
  ASSERT_NE(other.get(0), nullptr);
  other.hand_back();
  EXPECT_EQ(pool.blocks_given(), 0u) << "nobody has had them";
  for (std::uint32_t i = 1; i < fresh; ++i) ASSERT_NE(cache.get(0), nullptr);
  EXPECT_EQ(cache.blocks_taken(), 0u);
  ASSERT_NE(cache.get(0), nullptr);
  EXPECT_EQ(cache.blocks_taken(), fresh - 2) << "the slab's second half, without its header";
}

TEST(block_pool, fresh_blocks_go_to_others_when_a_thread_hands_back) {
  akt::block_pool pool(akt::system_memory());
  akt::block_cache cache(pool), other(pool);
  void* used = cache.get(2);
  cache.hand_back();
  EXPECT_EQ(pool.blocks_in_use(), 1u);
  const auto mapped = pool.mapped_bytes();
  std::set<void*> seen{used};
  for (std::uint32_t i = 1; i < akt::magazine_blocks(2); ++i)
    EXPECT_TRUE(seen.insert(other.get(2)).second);
  EXPECT_EQ(pool.mapped_bytes(), mapped);
  EXPECT_EQ(other.blocks_taken(), akt::magazine_blocks(2) - 1);
  EXPECT_TRUE(seen.insert(cache.get(2)).second) << "it may be used again";
}

TEST(block_pool, warming_up_touches_every_page_of_the_first_blocks_and_none_behind_them) {
  constexpr std::size_t page = 4096;
  marking_memory memory;
  akt::block_pool pool(memory);
  akt::block_cache cache(pool);
  cache.warm_up();
  const auto first = reinterpret_cast<std::uintptr_t>(cache.get(0));
  const auto end = first + akt::magazine_blocks(0) * akt::block_bytes(0);
  for (auto at = first & ~(page - 1); at < end + 2 * page; at += page) {
    const auto from = std::max(at, first), to = at + page;
    EXPECT_EQ(is_marked(reinterpret_cast<void*>(from), to - from), at >= end)
        << "page " << (at - (first & ~(page - 1))) / page;
  }
}

TEST(block_pool, what_a_thread_hands_back_are_magazines) {
  akt::block_pool pool(akt::system_memory());
  akt::block_cache cache(pool), other(pool);
  std::vector<void*> used;
  for (std::uint32_t i = 0; i < akt::magazine_blocks(0) + 1; ++i) used.push_back(cache.get(0));
  for (std::uint32_t i = 0; i < 100; ++i) cache.put(0, used[i]); // and most of a range is fresh
  cache.hand_back();
  ASSERT_NE(other.get(0), nullptr);
  EXPECT_LE(other.blocks_taken(), akt::magazine_blocks(0));
}

TEST(block_pool, a_large_block_that_the_memory_refuses_is_not_counted) {
  refusing_memory memory;
  akt::block_pool pool(memory, 1 << 20);
  EXPECT_EQ(pool.map_large(1 << 20), nullptr);
  EXPECT_EQ(pool.mapped_bytes(), 0u);
  EXPECT_EQ(pool.blocks_in_use(), 0u);
  memory.left = 1;
  void* block = pool.map_large(1 << 20);
  EXPECT_NE(block, nullptr) << "the budget is whole";
  pool.unmap_large(block, 1 << 20);
}

TEST(block_pool, a_thread_that_gives_more_than_it_takes_keeps_two_magazines) {
  for (std::uint32_t c = 0; c < akt::block_classes; ++c) {
    akt::block_pool pool(akt::system_memory());
    akt::block_cache producer(pool), consumer(pool);
    consumer.put(c, consumer.get(c)); // the rest of a magazine is fresh
    std::vector<void*> used;
    for (std::uint32_t i = 1; i < 4 * akt::magazine_blocks(c) + 64; ++i)
      used.push_back(producer.get(c));
    for (void* b : used) consumer.put(c, b);
    producer.hand_back();
    const std::uint32_t quarantined = AKT_ASAN ? 64 : 0;
    EXPECT_LE(pool.blocks_in_use(), 2 * akt::magazine_blocks(c) + quarantined) << "class " << c;
  }
}

TEST(block_pool, large_blocks_may_be_filled_in_part) { // small pages, where that makes a difference
  marking_memory memory;
  akt::block_pool pool(memory);
  const std::size_t large = std::size_t(8) << 20;
  pool.unmap_large(pool.map_large(large), large);
  EXPECT_EQ(memory.dense, 0u);
}

TEST(block_pool, counts_the_blocks_that_have_not_come_back) {
  akt::block_pool pool(akt::system_memory());
  EXPECT_EQ(pool.blocks_in_use(), 0u);
  void* large = nullptr;
  void* small = nullptr;
  {
    akt::block_cache cache(pool);
    for (int i = 0; i < 1000; ++i) cache.put(1, cache.get(1));
    small = cache.get(0);
    large = cache.get_bytes(100'000);
  }
  EXPECT_EQ(pool.blocks_in_use(), 2u);
  (void)pool.trim(1); // in the middle of a pass
  EXPECT_EQ(pool.blocks_in_use(), 2u);
  pool.put_one(0, small);
  EXPECT_EQ(pool.blocks_in_use(), 1u);
  pool.unmap_large(large, 100'000);
  EXPECT_EQ(pool.blocks_in_use(), 0u);
}

TEST(block_pool, a_cache_takes_over_what_was_put_into_one_without_a_pool) {
  akt::block_pool pool(akt::system_memory()), nothing(akt::system_memory(), 1);
  akt::block_cache cache(pool), other(nothing);
  std::vector<void*> held;
  for (int i = 0; i < 1000; ++i) held.push_back(cache.get(2));
  for (void* b : held) other.put(2, b);
  cache.take_stock_of(other);
  EXPECT_EQ(other.get(2), nullptr);
  cache.hand_back();
  EXPECT_EQ(pool.blocks_in_use(), 0u);
}

TEST(block_pool, counts_each_block_that_goes_from_one_thread_to_another_once) {
  akt::block_pool pool(akt::system_memory());
  akt::block_cache producer(pool), consumer(pool), next(pool);
  std::vector<void*> held;
  for (int i = 0; i < 1000; ++i) held.push_back(producer.get(0));
  EXPECT_EQ(producer.blocks_taken(), 0u) << "nobody had given any";
  for (void* b : held) consumer.put(0, b);
  EXPECT_GT(pool.blocks_given(), 0u);
  consumer.hand_back();
  EXPECT_EQ(pool.blocks_given(), 1000u);
  for (int i = 0; i < 1000; ++i) ASSERT_NE(next.get(0), nullptr);
  EXPECT_EQ(next.blocks_taken(), 1000u) << "the last magazine was not full";
  EXPECT_EQ(producer.blocks_taken(), 0u);
  EXPECT_EQ(consumer.blocks_taken(), 0u);
}

TEST(block_pool, counts_a_single_block_that_comes_back_as_one) {
  akt::block_pool pool(akt::system_memory());
  akt::block_cache cache(pool), other(pool);
  pool.put_one(0, cache.get(0));
  EXPECT_EQ(pool.blocks_given(), 1u);
  ASSERT_NE(other.get(0), nullptr);
  EXPECT_EQ(other.blocks_taken(), 1u);
}

TEST(block_pool, what_a_thread_uses_again_itself_is_neither_given_nor_taken) {
  akt::block_pool pool(akt::system_memory());
  akt::block_cache cache(pool);
  std::vector<void*> held;
  for (int round = 0; round < 4; ++round) { // more than one magazine, not more than two
    while (held.size() < 511) held.push_back(cache.get(0)); // all of a slab
    for (void* b : held) cache.put(0, b);
    held.clear();
  }
  EXPECT_EQ(pool.blocks_given(), 0u);
  EXPECT_EQ(cache.blocks_taken(), 0u);
}

TEST(magazine_pair, is_dry_when_neither_magazine_has_a_block_whatever_the_depot_has) {
  alignas(64) static char blocks[3][64];
  akt::detail::depot depot;
  akt::detail::magazine_pair stock;
  EXPECT_TRUE(stock.is_dry());
  for (auto& block : blocks) {
    if (stock.is_full(2)) stock.turn_over(depot);
    stock.put(block);
  }
  EXPECT_FALSE(stock.is_dry());
  ASSERT_NE(stock.get(), nullptr);
  ASSERT_EQ(stock.get(), nullptr);
  EXPECT_FALSE(stock.is_dry()) << "a full one is behind";
  ASSERT_TRUE(stock.refill(depot));
  EXPECT_EQ(stock.blocks(), 2u);
  ASSERT_NE(stock.get(), nullptr);
  EXPECT_FALSE(stock.is_dry());
  void* last = stock.get();
  ASSERT_NE(last, nullptr);
  EXPECT_TRUE(stock.is_dry());
  stock.put(last);
  stock.hand_back(depot);
  EXPECT_TRUE(stock.is_dry());
  EXPECT_EQ(depot.blocks(), 1u);
}

TEST(block_pool, a_budget_refuses_and_recovers) {
  akt::block_pool pool(akt::system_memory(), std::size_t(1) << 20);
  akt::block_cache cache(pool);
  std::vector<void*> held;
  while (void* b = cache.get(6)) held.push_back(b);
  EXPECT_EQ(held.size(), 32u * 7u);
  EXPECT_EQ(cache.get(0), nullptr) << "no other slab within the budget";
  EXPECT_EQ(cache.get_bytes(1 << 20), nullptr);
  for (void* b : held) cache.put(6, b);
  EXPECT_NE(cache.get(6), nullptr);
}

TEST(block_pool, a_refusal_of_the_memory_is_a_null_not_a_crash) {
  refusing_memory none;
  akt::block_pool pool(none);
  akt::block_cache cache(pool);
  EXPECT_EQ(cache.get(0), nullptr);
  EXPECT_EQ(cache.get_bytes(100000), nullptr);
  none.left = 1;
  void* b = cache.get(0);
  EXPECT_NE(b, nullptr);
  cache.put(0, b);
}

#if AKT_ASAN
TEST(block_pool, a_freed_block_is_poison) {
  akt::block_pool pool(akt::system_memory());
  akt::block_cache cache(pool);
  auto* b = static_cast<volatile char*>(cache.get(0));
  cache.put(0, const_cast<char*>(b));
  EXPECT_DEATH((void)b[40], "use-after-poison");
}
#endif
