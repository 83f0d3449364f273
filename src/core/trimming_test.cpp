// SPDX-License-Identifier: Apache-2.0
#include "akt/core/block_pool.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <vector>

namespace {

std::vector<void*> take(akt::block_cache& cache, std::size_t n) {
  std::vector<void*> taken;
  for (std::size_t i = 0; i < n; ++i) {
    taken.push_back(cache.get(0));
    EXPECT_NE(taken.back(), nullptr);
  }
  return taken;
}

void put(akt::block_cache& cache, std::vector<void*>& blocks) {
  for (; !blocks.empty(); blocks.pop_back()) cache.put(0, blocks.back());
}

/// The rest of one that is under way, and another one.
void two_passes(akt::block_pool& pool) {
  for (int pass = 0; pass < 2; ++pass)
    while (!pool.trim(512)) {}
}

} // namespace

TEST(block_pool, nothing_is_in_use_at_any_point_of_a_pass_over_what_has_all_come_back) {
  akt::block_pool pool(akt::system_memory());
  {
    akt::block_cache cache(pool);
    std::vector<void*> held;
    for (int i = 0; i < 10'000; ++i) held.push_back(cache.get(i % 2));
    for (int i = 0; i < 10'000; ++i) cache.put(i % 2, held[i]);
  }
  const auto before = pool.mapped_bytes();
  bool done = false;
  while (!done) {
    done = pool.trim(1);
    ASSERT_EQ(pool.blocks_in_use(), 0u);
  }
  EXPECT_LT(pool.mapped_bytes(), before);
}

TEST(block_pool, trimming_is_no_giving) {
  akt::block_pool pool(akt::system_memory());
  void* living = nullptr;
  {
    akt::block_cache cache(pool);
    living = cache.get(0);
    for (int i = 0; i < 100; ++i) cache.put(0, cache.get(0));
  }
  const auto before = pool.blocks_given();
  EXPECT_GT(before, 0u);
  while (!pool.trim(1 << 20)) {}
  EXPECT_EQ(pool.blocks_given(), before);
  pool.put_one(0, living);
  EXPECT_EQ(pool.blocks_given(), before + 1);
}

TEST(block_pool, memory_returns_after_a_burst) {
  akt::block_pool pool(akt::system_memory());
  {
    akt::block_cache producer(pool), consumer(pool);
    std::vector<void*> held;
    for (int i = 0; i < 500000; ++i) held.push_back(producer.get(0));
    EXPECT_GT(pool.mapped_bytes(), std::size_t(30) << 20);
    for (void* b : held) consumer.put(0, b);
  }
  EXPECT_FALSE(pool.wants_trim(false)) << "not at the first look";
  EXPECT_TRUE(pool.wants_trim(true));
  int steps = 0;
  while (!pool.trim(4096)) ++steps;
  EXPECT_GT(steps, 100) << "a pass is done in bounded steps";
  EXPECT_LE(pool.mapped_bytes(), std::size_t(32) << 10);
  EXPECT_FALSE(pool.wants_trim(true)) << "what could not be given back is no reason to try again";
}

/// Looks of a monitor while somebody works; 100,000 are too many.
int looks_until_trim(akt::block_pool& pool) {
  int looks = 0;
  while (looks < 100'000 && !pool.wants_trim(false)) ++looks;
  return looks;
}

/// Half of a burst comes back before a pass, half of it meanwhile.
class during_a_pass : public testing::Test {
protected:
  during_a_pass() {
    akt::block_cache taker(pool);
    held_ = take(taker, 200000);
    give_back_until(100000);
    EXPECT_FALSE(pool.trim(4096)) << "under way";
    give_back_until(0);
    while (!pool.trim(4096)) ++steps;
  }
  ~during_a_pass() override {
    while (!pool.trim(4096)) {}
    EXPECT_LE(pool.mapped_bytes(), std::size_t(64) << 10);
    pool.wants_trim(true);
    EXPECT_FALSE(pool.wants_trim(true)) << "what could not be given back is no reason";
  }

  akt::block_pool pool{akt::system_memory()};
  int steps = 0;

private:
  void give_back_until(std::size_t left) {
    akt::block_cache giver(pool);
    for (; held_.size() > left; held_.pop_back()) giver.put(0, held_.back());
  }

  std::vector<void*> held_;
};

TEST_F(during_a_pass, what_comes_back_is_a_reason_for_another) {
  EXPECT_TRUE(pool.wants_trim(true));
}

TEST_F(during_a_pass, what_comes_back_waits_where_somebody_works) {
  int looks = looks_until_trim(pool);
  EXPECT_GT(looks, 15 * steps);
  EXPECT_LT(looks, 16 * steps + 256);
}

/// A pass has left 12 MB in slabs of which each has living blocks, one in `spacing`.
class with_much_left : public testing::Test {
protected:
  void leave(std::size_t spacing) {
    auto held = take(cache, 200000);
    for (std::size_t i = 0; i < held.size(); ++i)
      if (i % spacing == 0)
        living_.push_back(held[i]);
      else
        cache.put(0, held[i]);
    cache.hand_back();
    while (!pool.trim(4096)) {}
    EXPECT_GT(pool.mapped_bytes(), std::size_t(12) << 20);
    pool.wants_trim(true);
    EXPECT_FALSE(pool.wants_trim(true)) << "nothing has come";
  }
  void give_living_back() {
    put(cache, living_);
    cache.hand_back();
  }

  akt::block_pool pool{akt::system_memory()};
  akt::block_cache cache{pool};

private:
  std::vector<void*> living_;
};

TEST_F(with_much_left, a_little_is_a_reason_for_a_pass_in_a_calm) {
  leave(500);
  give_living_back(); // 25 KB
  pool.wants_trim(true);
  EXPECT_TRUE(pool.wants_trim(true));
  while (!pool.trim(4096)) {}
  EXPECT_LE(pool.mapped_bytes(), akt::slab_source::slab_bytes);
}

TEST_F(with_much_left, a_little_that_was_in_vain_is_no_reason_any_more) {
  leave(1);
  give_living_back();
  while (!pool.trim(4096)) {} // what other passes have given back does not count
  leave(500);
  for (int tick = 0; tick < 10; ++tick) {
    auto held = take(cache, 512);
    cache.hand_back();
    pool.wants_trim(true); // they are out
    put(cache, held);
    cache.hand_back();
    pool.wants_trim(true);
    EXPECT_EQ(pool.wants_trim(true), tick == 0) << tick;
    if (tick == 0)
      while (!pool.trim(4096)) {}
  }
  give_living_back(); // 25 KB
  pool.wants_trim(true);
  EXPECT_FALSE(pool.wants_trim(true));
}

TEST_F(with_much_left, more_is_a_reason_also_where_somebody_works) {
  leave(50);
  give_living_back(); // 256 KB
  EXPECT_LT(looks_until_trim(pool), 10'000);
}

TEST_F(with_much_left, a_pass_is_judged_by_itself) {
  leave(400);
  int steps = 1; // of another pass
  while (!pool.trim(4096)) ++steps;
  auto held = take(cache, 400000);
  put(cache, held);
  int looks = looks_until_trim(pool);
  EXPECT_GT(looks, 15 * steps);
  EXPECT_LT(looks, 16 * steps + 256);
  give_living_back();
}

/// All blocks of a budget of 32 slabs have come back, and a pass has made `steps` steps.
class bounded_pool {
public:
  static constexpr std::size_t budget = 32 * akt::slab_source::slab_bytes;
  static constexpr std::size_t blocks = std::size_t(32) * 511;

  /// `still_held` blocks have not come back.
  explicit bounded_pool(int steps, std::size_t still_held = 0) {
    akt::block_cache cache(pool);
    held = take(cache, blocks);
    EXPECT_EQ(cache.get(0), nullptr);
    for (; held.size() > still_held; held.pop_back()) cache.put(0, held.back());
    cache.hand_back();
    for (int i = 0; i < steps; ++i) pass_has_ended = pool.trim(512);
  }

  akt::block_pool pool{akt::system_memory(), budget};
  std::vector<void*> held;
  bool pass_has_ended = false;
};

TEST(trimming, makes_nobody_hit_the_budget) {
  bool ended = false;
  for (int steps = 1; !ended; ++steps) {
    bounded_pool of(steps, 1);
    ended = of.pass_has_ended;
    akt::block_cache cache(of.pool);
    if (!ended) {
      EXPECT_EQ(cache.get(1), nullptr) << "the pass has nothing of this class";
    }
    while (void* b = cache.get(0)) of.held.push_back(b);
    EXPECT_EQ(of.held.size(), of.blocks) << "after " << steps << " steps";
    EXPECT_LE(of.pool.mapped_bytes(), of.budget);
    put(cache, of.held);
    cache.hand_back();
    EXPECT_EQ(of.pool.blocks_in_use(), 0u);
    two_passes(of.pool);
    EXPECT_EQ(of.pool.mapped_bytes(), 0u);
  }
}

TEST(trimming, leaves_mapped_what_was_taken_out_of_a_pass) {
  bool ended = false;
  for (int steps = 1; !ended; ++steps) {
    bounded_pool of(steps);
    ended = of.pass_has_ended;
    akt::block_cache cache(of.pool);
    of.held = take(cache, 700);
    for (std::size_t i = 0; i < of.held.size(); ++i)
      std::memset(of.held[i], static_cast<int>(i), 64);
    two_passes(of.pool);
    for (std::size_t i = 0; i < of.held.size(); ++i)
      EXPECT_EQ(static_cast<char*>(of.held[i])[63], static_cast<char>(i)) << steps;
    put(cache, of.held);
    cache.hand_back();
    EXPECT_EQ(of.pool.blocks_in_use(), 0u);
  }
}

TEST(block_pool, trimming_leaves_slabs_with_a_living_block_alone) {
  akt::block_pool pool(akt::system_memory());
  void* living = nullptr;
  {
    akt::block_cache cache(pool);
    std::vector<void*> held;
    for (int i = 0; i < 100000; ++i) held.push_back(cache.get(0));
    living = held[40000];
    std::memset(living, 7, 64);
    for (void* b : held)
      if (b != living) cache.put(0, b);
  }
  while (!pool.trim(1 << 20)) {}
  EXPECT_EQ(static_cast<char*>(living)[63], 7);
  EXPECT_LE(pool.mapped_bytes(), std::size_t(64) << 10);
  akt::block_cache cache(pool);
  cache.put(0, living);
}
