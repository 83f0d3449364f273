// SPDX-License-Identifier: Apache-2.0
//
// Actors with many schedules: what they find, and what they cost.
#include "budget_test_support.hpp"

#include <functional>

namespace schedule_table_test {

using namespace actor_test;

struct Ring {
  int n = 0;
};
class Keeper;
struct Do {
  std::function<void(akt::context<Keeper>&)> what;
};

class Keeper {
public:
  explicit Keeper(int* rung) : rung_(rung) {}
  void on(const Do& m, akt::context<Keeper>& ctx) { m.what(ctx); }
  void on(Ring) { ++*rung_; }

private:
  int* rung_;
};
using context = akt::context<Keeper>;

struct schedule_tables : budgets {
  int rung = 0;
  akt::actor_ref<Keeper> keeper;
  void SetUp() override {
    make();
    keeper = kit->system().spawn<Keeper>("keeper", &rung);
  }
  void tell(std::function<void(context&)> what) {
    keeper.tell<Do>(std::move(what));
    kit->settle();
  }
};

TEST_F(schedule_tables, take_one_block_for_a_few_bytes_that_wait) {
  constexpr std::size_t many = 100'000;
  tell([](context& ctx) { ctx.schedule_once<Ring>(1h, 0); });
  const std::size_t before = memory.bytes_given;
  tell([](context& ctx) {
    for (std::size_t i = 0; i < many; ++i) ctx.schedule_once<Ring>(1h, 1);
  });
  // A block of 64 bytes, and a place that finds it, where tables grow by jumps; not an envelope.
  EXPECT_LT((memory.bytes_given - before) / many, 2 * 64u);
}

TEST_F(schedule_tables, of_thousands_leave_memory_where_it_was) {
  constexpr int many = 5000;
  auto all = [](context& ctx) {
    std::vector<akt::timer> odd;
    for (int i = 0; i < many; ++i) {
      const akt::duration d = 1ms * (1 + i * 7919 % many);
      if (i % 2)
        odd.push_back(ctx.schedule_once<Ring>(d, i));
      else
        ctx.schedule_once<Ring>("key" + std::to_string(i), d, i);
    }
    for (std::size_t i = 0; i < odd.size(); i += 2) EXPECT_TRUE(ctx.cancel(odd[i]));
    for (int i = 0; i < many; i += 4) EXPECT_TRUE(ctx.cancel("key" + std::to_string(i)));
  };
  std::size_t given = 0;
  for (int round = 0; round < 3; ++round) {
    rung = 0;
    tell(all);
    kit->advance(6s);
    EXPECT_EQ(rung, many / 2);
    if (round == 0) given = memory.bytes_given;
    EXPECT_EQ(memory.bytes_given, given);
  }
  keeper.stop(); // while it lives it keeps no table for what it does not have any more
  kit->settle();
  EXPECT_EQ(memory.bytes_given, given);
}

} // namespace schedule_table_test
