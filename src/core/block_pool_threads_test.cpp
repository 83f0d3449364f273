// SPDX-License-Identifier: Apache-2.0
#include "akt/core/block_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace {

TEST(block_pool_threads, with_enough_in_the_budget_are_refused_nothing_while_another_one_trims) {
  constexpr std::size_t slabs = 32, blocks = slabs * 511;
  // Two magazines in a stock and a range of fresh ones are not for the other thread.
  constexpr std::size_t of_each = blocks / 2 - 4 * akt::magazine_blocks(0);
  constexpr int rounds = 200;
  akt::block_pool pool(akt::system_memory(), slabs * akt::slab_source::slab_bytes);
  std::atomic<int> working{2}, refused{0};
  const auto work = [&] {
    akt::block_cache cache(pool);
    std::vector<void*> held;
    for (int round = 0; round < rounds; ++round) {
      while (held.size() < of_each) {
        if (void* b = cache.get(0))
          held.push_back(b);
        else
          ++refused;
        if (refused > 0) break;
      }
      for (void* b : held) cache.put(0, b);
      held.clear();
    }
    --working;
  };
  std::thread first(work), second(work);
  while (working > 0) pool.trim(512);
  first.join();
  second.join();
  EXPECT_EQ(refused, 0);
  while (!pool.trim(512)) {}
  EXPECT_EQ(pool.blocks_in_use(), 0u);
}

} // namespace
