// SPDX-License-Identifier: Apache-2.0
#include "akt/core/random.hpp"

#include "wait_order.hpp"

#include <gtest/gtest.h>

#include <deque>

namespace wait_order_test {

using akt::instant;
using akt::detail::pending;
using akt::detail::wait_index;
using akt::detail::wait_order;
using std::chrono_literals::operator""ms;

/// Waits in the order of their deadlines.
struct wait_orders : testing::Test {
  akt::block_pool pool{akt::system_memory()};
  akt::block_cache cache{pool};
  wait_index index;
  wait_order order;
  pending head{nullptr};
  std::deque<pending> all;

  wait_orders() { head.prev = head.next = &head; }
  pending& add(instant deadline) {
    pending& p = all.emplace_back(nullptr);
    p.sequence = static_cast<std::uint32_t>(all.size()) * 2 + 1;
    p.deadline = deadline;
    pending& before = order.find(cache, index, head, deadline);
    p.prev = &before;
    p.next = before.next;
    before.next->prev = &p;
    before.next = &p;
    if (index.in_use()) index.add(cache, p);
    return p;
  }
  /// As many as there are, each behind those that it does not precede.
  std::size_t check() {
    std::size_t waits = 0;
    for (pending* p = head.next; p != &head; p = p->next, ++waits)
      if (p->prev != &head) {
        const auto key = [](const pending& w) { return std::pair(w.deadline, w.sequence); };
        EXPECT_LT(key(*p->prev), key(*p)) << "of one time in the order in which they came";
      }
    return waits;
  }
  void TearDown() override {
    index.release(cache);
    cache.hand_back();
  }
};

TEST_F(wait_orders, are_those_of_the_deadlines_and_are_found_with_few_looks) {
  akt::random_stream random(1, 0, "deadlines");
  constexpr std::size_t many = 20'000;
  for (std::size_t i = 0; i < many; ++i) add(instant(1ms * random.below(5'000)));
  EXPECT_EQ(check(), many);
  EXPECT_LT(order.looks(), many * 600) << "a walk from the end looks at 5,000 of each on average";
}

TEST_F(wait_orders, hold_while_waits_come_and_go) {
  akt::random_stream random(2, 0, "deadlines");
  std::size_t waits = 0;
  for (int step = 0; step < 20'000; ++step) {
    if (waits > 3'000 || (waits > 0 && random.below(5) < 2)) {
      pending& p = all[random.below(all.size())];
      if (!p.linked()) continue;
      p.unlink();
      --waits;
    } else {
      add(instant(1ms * random.below(100'000)));
      ++waits;
    }
  }
  EXPECT_EQ(check(), waits);
}

TEST_F(wait_orders, that_rise_or_fall_are_found) {
  for (int i = 0; i < 5'000; ++i) add(instant(1ms * i));
  for (int i = 5'000; i > 0; --i) add(instant(1ms * i));
  EXPECT_EQ(check(), 10'000u);
}

} // namespace wait_order_test
