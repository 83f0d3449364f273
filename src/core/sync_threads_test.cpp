// SPDX-License-Identifier: Apache-2.0
#include "akt/core/sync.hpp"

#include <gtest/gtest.h>

#include <array>
#include <thread>
#include <vector>

namespace {

namespace sync = akt::sync;

TEST(sync_spin_lock, excludes_other_threads) {
  sync::spin_lock lock;
  sync::plain<int> total{0};
  constexpr int rounds = 20'000;
  const auto work = [&] {
    for (int i = 0; i < rounds; ++i) {
      const sync::lock_guard held(lock);
      total.set(total.get() + 1);
    }
  };
  std::thread other(work);
  work();
  other.join();
  EXPECT_EQ(total.get(), 2 * rounds);
}

TEST(sync_per_thread, has_one_value_per_thread) {
  struct here;
  struct there;
  using mine = sync::per_thread<int, here>;
  mine::get() = 7;
  int seen = -1;
  std::thread([&] { seen = mine::get()++; }).join();
  EXPECT_EQ(seen, 0);
  EXPECT_EQ(mine::get(), 7);
  EXPECT_EQ((sync::per_thread<int, there>::get()), 0);
}

TEST(sync_futex, hands_a_value_back_and_forth) {
  sync::atomic<std::uint32_t> turn{0};
  std::vector<int> log;
  constexpr int rounds = 1000;
  const auto play = [&](std::uint32_t me) {
    for (int i = 0; i < rounds; ++i) {
      // Acquire: pairs with the other thread's release below.
      while (turn.load(sync::acquire) != me) sync::futex_wait(turn, 1 - me, -1);
      log.push_back(static_cast<int>(me));
      turn.store(1 - me, sync::release);
      sync::futex_wake(turn, 1);
    }
  };
  std::thread other(play, 1u);
  play(0);
  other.join();
  ASSERT_EQ(log.size(), 2u * rounds);
  for (std::size_t i = 0; i < log.size(); ++i) EXPECT_EQ(log[i], static_cast<int>(i % 2));
}

// Store-load order of two threads without a fence in one of them: at least one sees the other.
TEST(sync_asymmetric, the_heavy_side_orders_the_light_side) {
  if (!sync::asymmetric_available()) GTEST_SKIP() << "no membarrier here";
  sync::atomic<int> light{0}, heavy{0};
  sync::atomic<int> start{0};
  constexpr int rounds = 2000;
  std::array<std::array<int, rounds>, 2> seen{};
  const auto meet = [&](int round) {
    start.fetch_add(1, sync::acq_rel);
    while (start.load(sync::acquire) < 2 * (round + 1)) sync::cpu_relax();
  };
  std::thread other([&] {
    for (int i = 0; i < rounds; ++i) {
      meet(i);
      light.store(i + 1, sync::relaxed);
      sync::compiler_fence();
      seen[0][static_cast<std::size_t>(i)] = heavy.load(sync::relaxed);
    }
  });
  for (int i = 0; i < rounds; ++i) {
    meet(i);
    heavy.store(i + 1, sync::relaxed);
    sync::asymmetric_heavy();
    seen[1][static_cast<std::size_t>(i)] = light.load(sync::relaxed);
  }
  other.join();
  for (std::size_t i = 0; i < rounds; ++i) {
    const int now = static_cast<int>(i) + 1;
    EXPECT_TRUE(seen[0][i] >= now || seen[1][i] >= now) << "round " << i;
  }
}

} // namespace
