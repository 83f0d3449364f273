// SPDX-License-Identifier: Apache-2.0
#include "akt/core/random.hpp"

#include "test_support.hpp"
#include "wait_index.hpp"

namespace wait_index_test {

using akt::detail::pending;
using akt::detail::wait_index;

/// Waits in a list, by rising sequence.
struct wait_indexes : testing::Test {
  akt::block_pool pool{akt::system_memory()};
  akt::block_cache cache{pool};
  wait_index index;
  pending head{nullptr};
  std::deque<pending> all;

  wait_indexes() { head.prev = head.next = &head; }
  pending& add() {
    pending& p = all.emplace_back(nullptr);
    p.sequence = static_cast<std::uint32_t>(all.size()) * 2 + 1;
    p.prev = head.prev;
    p.next = &head;
    head.prev->next = &p;
    head.prev = &p;
    if (index.in_use()) index.add(cache, p);
    return p;
  }
  pending* find(std::uint32_t sequence) { return index.find(cache, head, sequence); }

  void TearDown() override {
    index.release(cache);
    cache.hand_back();
    EXPECT_EQ(pool.blocks_in_use(), 0u);
  }
};

TEST_F(wait_indexes, that_are_few_or_first_need_no_index) {
  for (std::uint32_t i = 0; i < wait_index::walk_max; ++i) add();
  EXPECT_EQ(find(all.back().sequence), &all.back());
  EXPECT_EQ(find(1), nullptr);
  for (int i = 0; i < 1000; ++i) add();
  EXPECT_EQ(find(all.front().sequence), &all.front());
  EXPECT_FALSE(index.in_use());
}

TEST_F(wait_indexes, that_are_many_are_found_by_an_index_in_any_order) {
  for (int i = 0; i < 5000; ++i) add();
  EXPECT_EQ(find(all.back().sequence), &all.back());
  ASSERT_TRUE(index.in_use());
  std::vector<pending*> left;
  for (auto& p : all) left.push_back(&p);
  akt::random_stream random(1, 0, "order");
  while (!left.empty()) {
    std::swap(left[random.below(left.size())], left.back());
    pending* p = left.back();
    std::uint32_t sequence = p->sequence;
    ASSERT_EQ(find(sequence), p);
    p->unlink();
    ASSERT_EQ(find(sequence), nullptr);
    left.pop_back();
  }
}

TEST_F(wait_indexes, that_come_later_are_in_the_index_until_it_is_too_small) {
  for (int i = 0; i < 100; ++i) add();
  (void)find(all.back().sequence);
  ASSERT_TRUE(index.in_use());
  pending& later = add();
  EXPECT_EQ(find(later.sequence), &later);
  for (int i = 0; i < 1000 && index.in_use(); ++i) add();
  EXPECT_FALSE(index.in_use());
  EXPECT_EQ(find(all[50].sequence), &all[50]);
  EXPECT_TRUE(index.in_use()) << "a larger one";
  for (auto& p : all) EXPECT_EQ(find(p.sequence), &p);
}

TEST_F(wait_indexes, without_memory_for_an_index_are_found_all_the_same) {
  akt::block_pool nothing(akt::system_memory(), 1);
  akt::block_cache dry(nothing);
  for (int i = 0; i < 1000; ++i) add();
  EXPECT_EQ(index.find(dry, head, all.back().sequence), &all.back());
  EXPECT_FALSE(index.in_use());
}

using namespace actor_test;

struct many_asks : kit_test {};

struct Start {};
/// Asks many times; whoever is asked answers the last one first.
class Asker {
public:
  Asker(akt::actor_ref<Gate> gate, int* answered) : gate_(gate), answered_(answered) {}
  void on(Start) {
    for (int i = 0; i < 2000; ++i)
      gate_.ask<Wait>().then([n = answered_](akt::result<int> r) { *n += r.has_value(); });
  }

private:
  akt::actor_ref<Gate> gate_;
  int* answered_;
};

TEST_F(many_asks, end_with_their_actor_and_leave_no_memory) {
  int answered = 0;
  auto gate = kit.spawn<Gate>("gate");
  auto first = kit.spawn<Asker>("first", gate, &answered);
  auto second = kit.spawn<Asker>("second", gate, &answered);
  first.tell<Start>();
  second.tell<Start>();
  kit.settle();
  first.stop(akt::now);
  kit.settle();
  gate.tell<Open>(7);
  kit.settle();
  EXPECT_EQ(answered, 2000);
}

} // namespace wait_index_test
