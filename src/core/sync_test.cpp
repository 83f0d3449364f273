// SPDX-License-Identifier: Apache-2.0
#include "akt/core/sync.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <thread>
#include <type_traits>
#include <vector>

namespace {

namespace sync = akt::sync;

struct sync_test_pair {
  void* first;
  int second;
};
enum class sync_test_color : std::uint8_t { red, green };

static_assert(sizeof(sync::atomic<std::uint64_t>) == 8);
static_assert(sizeof(sync::atomic<sync_test_color>) == 1);
static_assert(!std::is_copy_constructible_v<sync::atomic<int>>);
static_assert(!std::is_copy_assignable_v<sync::atomic<int>>);
static_assert(std::is_trivial_v<sync::plain<sync_test_pair>>);
static_assert(sizeof(sync::plain<sync_test_pair>) == sizeof(sync_test_pair));
static_assert(!AKT_MUTANT(1));

TEST(sync_atomic, loads_what_was_stored) {
  sync::atomic<int> a{3};
  EXPECT_EQ(a.load(sync::relaxed), 3);
  a.store(4, sync::release);
  EXPECT_EQ(a.load(sync::acquire), 4);
  EXPECT_EQ(a.exchange(5, sync::acq_rel), 4);
  EXPECT_EQ(a.load(sync::seq_cst), 5);
}

TEST(sync_atomic, starts_at_zero_by_default) {
  std::array<sync::atomic<std::uint32_t>, 2> words;
  EXPECT_EQ(words[1].load(sync::relaxed), 0u);
}

TEST(sync_atomic, a_failed_compare_exchange_reports_the_value_found) {
  sync::atomic<sync_test_color> a{sync_test_color::green};
  sync_test_color expected = sync_test_color::red;
  EXPECT_FALSE(a.compare_exchange(expected, sync_test_color::red, sync::acq_rel, sync::acquire));
  EXPECT_EQ(expected, sync_test_color::green);
  EXPECT_TRUE(a.compare_exchange(expected, sync_test_color::red, sync::acq_rel, sync::acquire));
  EXPECT_EQ(a.load(sync::relaxed), sync_test_color::red);
}

TEST(sync_atomic, a_weak_compare_exchange_succeeds_in_a_loop) {
  int object = 0;
  sync::atomic<int*> a{nullptr};
  int* expected = nullptr;
  while (!a.compare_exchange_weak(expected, &object, sync::release, sync::relaxed)) {}
  EXPECT_EQ(a.load(sync::relaxed), &object);
}

TEST(sync_atomic, fetch_operations_return_the_old_value) {
  sync::atomic<std::uint32_t> a{0b1100};
  EXPECT_EQ(a.fetch_or(0b0011, sync::relaxed), 0b1100u);
  EXPECT_EQ(a.fetch_and(0b0110, sync::relaxed), 0b1111u);
  EXPECT_EQ(a.fetch_add(1, sync::relaxed), 0b0110u);
  EXPECT_EQ(a.fetch_sub(7, sync::relaxed), 0b0111u);
  EXPECT_EQ(a.load(sync::relaxed), 0u);
}

TEST(sync_plain, is_a_value) {
  sync::plain<sync_test_pair> p{sync_test_pair{nullptr, 2}};
  EXPECT_EQ(p.get().second, 2);
  p.set({&p, 3});
  EXPECT_EQ(p.get().first, &p);
}

TEST(sync_counter, adds_up) {
  sync::counter c;
  c.add(2);
  c.add(40);
  EXPECT_EQ(c.read(), 42u);
}

TEST(sync_spin_lock, is_free_after_its_guard) {
  sync::spin_lock lock;
  {
    const sync::lock_guard held(lock);
    EXPECT_FALSE(lock.try_lock());
  }
  EXPECT_TRUE(lock.try_lock());
  lock.unlock();
}

TEST(sync_futex, does_not_sleep_on_another_value) {
  sync::atomic<std::uint32_t> word{1};
  EXPECT_TRUE(sync::futex_wait(word, 0, -1));
}

TEST(sync_futex, reports_that_the_time_is_over) {
  sync::atomic<std::uint32_t> word{0};
  EXPECT_FALSE(sync::futex_wait(word, 0, 0));
  while (sync::futex_wait(word, 0, 1'000'000)) {} // a signal may cut one wait short
}

TEST(sync_futex, wakes_nobody_where_nobody_sleeps) {
  sync::atomic<std::uint32_t> word{0};
  EXPECT_EQ(sync::futex_wake(word, 1), 0);
}

TEST(sync_ticks, go_forward) {
  const std::uint64_t before = sync::ticks();
  std::uint64_t after = before;
  for (int i = 0; i < 1'000'000 && after == before; ++i) after = sync::ticks();
  EXPECT_GT(after, before);
}

TEST(sync_fences, may_be_called) {
  sync::compiler_fence();
  sync::fence_seq_cst();
  sync::cpu_relax();
}

TEST(sync_counts, count_only_when_asked_to) {
  sync::counts() = {};
  sync::atomic<int> a{0};
  sync::spin_lock lock;
  sync::counter c;
  int expected = 1;
  a.fetch_add(1, sync::relaxed);
  a.exchange(2, sync::relaxed);
  a.compare_exchange(expected, 3, sync::relaxed, sync::relaxed);
  lock.lock();
  lock.unlock();
  c.add(1);
  a.store(a.load(sync::relaxed), sync::relaxed);
  sync::atomic<std::uint32_t> word{0};
  sync::futex_wake(word, 1);
  sync::futex_wait(word, 1, 0);
#if AKT_COUNT
  EXPECT_EQ(sync::counts().rmw, 4u);
  EXPECT_EQ(sync::counts().syscalls, 2u);
#else
  EXPECT_EQ(sync::counts().rmw, 0u);
  EXPECT_EQ(sync::counts().syscalls, 0u);
#endif
}

} // namespace
