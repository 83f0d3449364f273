// SPDX-License-Identifier: Apache-2.0
//
// An actor in the midst of its mail that suspends, restarts or stops itself by its reference.
#include "supervision_test_support.hpp"

namespace orders_test {

using namespace supervision_test;

enum class order { suspend, restart, suspend_and_stop, reinstate_behind_suspend };
struct Order {
  order what;
};
struct One {};
struct Count {};

/// Counts over all its lives and in this one.
class Counting {
public:
  explicit Counting(int* all) : all_(all) {}
  void on(One) { ++*all_, ++mine_; }
  int on(Count) const { return mine_; }
  void on(Order m, akt::context<Counting>& ctx) {
    const akt::any_ref self = ctx.self();
    if (m.what == order::restart) return self.restart();
    self.suspend();
    if (m.what == order::suspend_and_stop) self.stop();
    if (m.what == order::reinstate_behind_suspend) self.reinstate();
  }

private:
  int* all_;
  int mine_ = 0;
};

struct orders_to_itself : supervised {
  int handled = 0;
  akt::actor_ref<Counting> a =
      system().spawn<Counting>(akt::spawn_options{.name = "a", .restartable = true}, &handled);
  /// Between two of a hundred messages that wait with it.
  void give_in_the_midst(order what) {
    kit.settle();
    for (int i = 0; i < 5; ++i) a.tell<One>();
    a.tell<Order>(what);
    for (int i = 0; i < 95; ++i) a.tell<One>();
    kit.settle();
  }
};

TEST_F(orders_to_itself, to_suspend_hold_before_the_next_message) {
  give_in_the_midst(order::suspend);
  EXPECT_EQ(handled, 5);
  akt::any_ref(a).reinstate();
  kit.settle();
  EXPECT_EQ(handled, 100);
}

TEST_F(orders_to_itself, to_restart_hold_before_the_next_message) {
  give_in_the_midst(order::restart);
  EXPECT_EQ(handled, 100);
  EXPECT_EQ(kit.await(a.ask<Count>()).value(), 95) << "of the second life";
}

TEST_F(orders_to_itself, to_suspend_and_stop_end_it_before_the_next_message) {
  give_in_the_midst(order::suspend_and_stop);
  EXPECT_EQ(handled, 5);
  EXPECT_EQ(a.path(), "");
  EXPECT_EQ(system().fates()[akt::fate::stopped], 95u + 1u) << "and the stop, which comes too late";
}

TEST_F(orders_to_itself, that_are_taken_back_change_nothing) {
  give_in_the_midst(order::reinstate_behind_suspend);
  EXPECT_EQ(handled, 100);
}

struct Begin {};

/// Orders itself from a callback, while its mail waits.
class CalledBack {
public:
  CalledBack(akt::actor_ref<Counting> other, int* behind) : other_(other), behind_(behind) {}
  void on(Begin, akt::context<CalledBack>& ctx) {
    other_.ask<Count>().then([this, self = akt::any_ref(ctx.self())](const akt::result<int>&) {
      self.suspend();
      suspended_ = true;
    });
  }
  void on(One) {
    if (suspended_) ++*behind_;
  }

private:
  akt::actor_ref<Counting> other_;
  int* behind_;
  bool suspended_ = false;
};

TEST(orders_in_a_callback, hold_before_the_next_message) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    int behind = 0, handled = 0;
    akt::testkit::kit kit({.seed = seed});
    auto other = kit.spawn<Counting>("other", &handled);
    auto a = kit.spawn<CalledBack>("a", other, &behind);
    kit.settle();
    a.tell<Begin>();
    for (int i = 0; i < 20; ++i) a.tell<One>();
    for (int i = 0; i < 20; ++i) kit.world().run_until_idle(), a.tell<One>();
    kit.settle();
    EXPECT_EQ(behind, 0) << "seed " << seed;
  }
}

} // namespace orders_test
