// SPDX-License-Identifier: Apache-2.0
//
// The memory seam refuses: every operation has its typed outcome, nothing is lost, and when there
// is memory again everything works again.
#include "budget_test_support.hpp"

namespace over_budget_test {

using namespace actor_test;

struct Bulk {
  char bytes[2000];
};
struct Park {};
struct Think {
  int n;
};
struct Drain {};

/// Never handles bulk while it is parked.
class Store {
public:
  void on(const Bulk&) { ++handled_; }
  akt::task<> on(Park, akt::context<Store>& ctx) { co_await ctx.sleep(1s); }
  int on(Drain) { return handled_; }

private:
  int handled_ = 0;
};

class Thinker {
public:
  /// A frame of more than four kilobytes.
  akt::task<int> on(Think m, akt::context<Thinker>& ctx) {
    volatile char scratch[6000];
    scratch[m.n] = static_cast<char>(m.n);
    co_await ctx.sleep(1ms);
    co_return scratch[m.n];
  }
};

struct Large {
  char bytes[100'000];
  void on(Ping) {}
};

TEST_F(budgets, a_tell_is_counted_and_an_ask_says_so) {
  make();
  auto store = kit->spawn<Store>("store");
  store.tell<Park>();
  kit->settle();
  memory.maps_left = 0;
  Bulk bulk{};
  while (refused() == 0) store.tell<Bulk>(bulk);
  EXPECT_EQ(error_of(store.ask<Bulk>(bulk).get()), akt::errc::over_budget);
  EXPECT_EQ(error_of(**later(store.ask<Bulk>(bulk))), akt::errc::over_budget);
  EXPECT_TRUE(kit->world().conserved());
  kit->advance(1s); // what waited is handled, its blocks are free again
  EXPECT_TRUE(store.ask<Bulk>(bulk).get());
  EXPECT_EQ(refused(), 1u);
}

// MSG-10, unlike there the bound is the memory of the system, and the fate is `over_budget`.
TEST_F(budgets, the_option_memory_max_bounds_a_mailbox) {
  make(std::size_t(16) << 20);
  auto store = kit->spawn<Store>("store");
  store.tell<Park>();
  kit->settle();
  Bulk bulk{};
  int sent = 0;
  for (; refused() == 0 && sent < 1'000'000; ++sent) store.tell<Bulk>(bulk);
  EXPECT_LE(memory.bytes_given, std::size_t(34) << 20) << "the bound and the cells";
  EXPECT_EQ(store.ask<Drain>().get().value_or(0), sent - 1) << "all but the refused one";
}

TEST_F(budgets, a_spawn_says_so_and_frees_the_name) {
  make();
  kit->spawn<Echo>("first");
  kit->settle();
  memory.maps_left = 0;
  EXPECT_EQ(error_of(kit->system().try_spawn<Large>("large")), akt::errc::over_budget);
  EXPECT_THROW(kit->spawn<Large>("large"), akt::bad_result);
  kit->settle();
  memory.maps_left = 100;
  EXPECT_TRUE(kit->system().try_spawn<Large>("large"));
  kit->settle();
  EXPECT_EQ(kit->system().actors_alive(), 2u);
}

TEST_F(budgets, a_system_without_any_memory_refuses_everything) {
  make();
  memory.maps_left = 0;
  EXPECT_EQ(error_of(kit->system().try_spawn<Echo>("echo")), akt::errc::over_budget);
  memory.maps_left = 100;
  EXPECT_EQ(kit->spawn<Echo>("echo").ask<Ping>(1).get().value(), 1);
}

TEST_F(budgets, a_refused_frame_refuses_its_message) {
  make();
  auto thinker = kit->spawn<Thinker>("thinker");
  kit->settle();
  (void)thinker.ask<Think>(1).get();
  memory.maps_left = 0;
  EXPECT_EQ(error_of(thinker.ask<Think>(1).get()), akt::errc::over_budget);
  thinker.tell<Think>(1);
  kit->settle();
  EXPECT_EQ(refused(), 2u);
  memory.maps_left = 100;
  EXPECT_EQ(thinker.ask<Think>(5).get().value(), 5) << "the actor lives";
}

TEST_F(budgets, stopping_needs_no_memory) {
  make();
  auto store = kit->spawn<Store>("store");
  store.tell<Park>();
  kit->settle();
  memory.maps_left = 0;
  Bulk bulk{};
  while (refused() == 0) store.tell<Bulk>(bulk);
  store.stop(akt::now);
  kit->settle();
  EXPECT_EQ(kit->system().actors_alive(), 0u);
}

TEST_F(budgets, a_watcher_is_told_all_the_same) {
  make();
  std::vector<akt::terminated> ended;
  auto store = kit->spawn<Store>("store");
  auto watcher = kit->spawn<Watcher>("watcher", &ended);
  watcher.tell<Watch>(store);
  store.tell<Park>();
  kit->settle();
  memory.maps_left = 0;
  Bulk bulk{};
  while (refused() == 0) store.tell<Bulk>(bulk);
  auto echoes = refused();
  while (refused() == echoes) store.tell<Park>(); // the smallest blocks are gone as well
  store.stop(akt::now);
  kit->settle();
  EXPECT_EQ(ended.size(), 1u);
  watcher.stop(akt::now);
  kit->settle();
}

TEST_F(budgets, refusals_at_any_place_lose_nothing) {
  for (std::size_t maps = 0; maps < 12; ++maps) {
    memory.maps_left = ~std::size_t(0);
    make();
    memory.maps_left = maps;
    auto store = kit->system().try_spawn<Store>("store");
    auto thinker = kit->system().try_spawn<Thinker>("thinker");
    Bulk bulk{};
    if (store) {
      store->tell<Park>();
      for (int n = 0; n < 1500; ++n) store->tell<Bulk>(bulk);
      if (thinker) (void)thinker->ask<Think>(1).get();
      store->stop();
    }
    kit->advance(2s);
    EXPECT_TRUE(kit->world().conserved());
    kit.reset();
    EXPECT_EQ(memory.bytes_given, 0u);
  }
}

} // namespace over_budget_test
