// SPDX-License-Identifier: Apache-2.0
//
// Who runs when on a worker that always has work.
#include "taking_over.hpp"
#include "threads_test_support.hpp"

#include <pthread.h>
#include <unistd.h>

namespace fair_turns_tests {

struct Go {};
struct Tick {};

namespace {

akt::system_options one_worker() { return {.workers = 1, .extra_workers = 0}; }

/// What the actors of a test share. One worker runs them all.
struct scene {
  std::latch arrived{1}, release{1}, done{1};
  std::atomic<bool> go_on{true};
  std::atomic<int> turns{0}; // of those that always have mail
  int left = 0, turns_at_the_end = 0;

  void one_more_is_done() {
    if (--left > 0) return;
    turns_at_the_end = turns.load();
    go_on.store(false);
    done.count_down();
  }
};

/// Blocks once, then always has mail.
struct Loop {
  scene* all;
  bool has_blocked = false;
  void on(Go, akt::context<Loop>& ctx) {
    if (!std::exchange(has_blocked, true)) {
      all->arrived.count_down();
      all->release.wait();
    }
    all->turns.fetch_add(1);
    if (all->go_on.load()) ctx.self().tell<Go>();
  }
};

struct Guest {
  scene* all;
  void on(Tick) { all->one_more_is_done(); }
};

/// Blocks once, then counts.
struct Counter {
  scene* all;
  void on(Go) {
    all->arrived.count_down();
    all->release.wait();
  }
  void on(Tick) {
    if (all->left > 0) all->one_more_is_done();
  }
};

constexpr int burst = 100;

struct Producer {
  scene* all;
  akt::actor_ref<Counter> counter;
  void on(Go, akt::context<Producer>& ctx) {
    if (!all->go_on.load()) return;
    for (int i = 0; i < burst; ++i) counter.tell<Tick>();
    all->turns.fetch_add(1);
    ctx.self().tell<Go>();
  }
};

/// Says that its handler is no handler, until it is told otherwise.
struct Pretender {
  std::latch *arrived, *release, *end;
  void on(Go) {
    auto& running = akt::detail::current_turn()->running;
    const auto* mine = running.load(akt::sync::relaxed);
    running.store(&akt::detail::taking_over, akt::sync::relaxed);
    arrived->count_down();
    release->wait();
    running.store(mine, akt::sync::relaxed);
    end->wait();
  }
};

} // namespace

TEST(fair_turns, those_who_wait_for_any_worker_do_not_wait_for_sixty_turns_each) {
  constexpr int guests = 100;
  scene all;
  all.left = guests;
  akt_test::checked_system system(one_worker());
  system.spawn<Loop>(akt::anonymous, &all).tell<Go>();
  all.arrived.wait();
  for (int i = 0; i < guests; ++i) system.spawn<Guest>(akt::anonymous, &all).tell<Tick>();
  all.release.count_down();
  all.done.wait();
  EXPECT_LE(all.turns_at_the_end, 4 * 61);
}

TEST(fair_turns, an_actor_with_a_long_mailbox_keeps_up_with_those_who_fill_it) {
#if AKT_TSAN
  GTEST_SKIP() << "a turn's time is over before its messages are many";
#endif
  constexpr int producers = 500, messages = 200'000;
  scene all;
  all.left = messages;
  akt_test::checked_system system(one_worker());
  auto counter = system.spawn<Counter>(akt::anonymous, &all);
  counter.tell<Go>();
  all.arrived.wait();
  for (int i = 0; i < messages; ++i) counter.tell<Tick>();
  for (int i = 0; i < producers; ++i)
    system.spawn<Producer>(akt::anonymous, &all, counter).tell<Go>();
  all.release.count_down();
  all.done.wait();
  EXPECT_LT(all.turns_at_the_end * burst, 4 * messages) << "it falls behind";
}

TEST(fair_turns, no_worker_is_started_because_one_puts_a_long_mailbox_in_order) {
  std::latch arrived(1), release(1), end(1), ran(1);
  struct Other {
    std::latch* ran;
    void on(Tick) { ran->count_down(); }
  };
  akt_test::checked_system system(akt::system_options{.workers = 1, .extra_workers = 1});
  system.spawn<Pretender>(akt::anonymous, &arrived, &release, &end).tell<Go>();
  arrived.wait();
  system.spawn<Other>(akt::anonymous, &ran).tell<Tick>();
  system.wait_for_looks(20);
  EXPECT_FALSE(ran.try_wait());
  EXPECT_EQ(system.executor().workers_present(), 1u);
  release.count_down();
  ran.wait(); // by one that was started: the other one still blocks
  end.count_down();
}

// What the system says of the worker is made up of two others: one that always works, and the
// processor time of one that does not.
TEST(fair_turns, no_worker_is_started_for_one_that_has_lost_its_core) {
  std::latch arrived(1), release(1), ran(1), begun(2), end(1);
  std::atomic<bool> go_on{true};
  std::atomic<int> id_of_busy{0}, clock_of_idle{0};
  std::thread busy([&] {
    id_of_busy.store(gettid());
    begun.count_down();
    while (go_on.load()) {}
  });
  std::thread idle([&] {
    clockid_t clock{};
    pthread_getcpuclockid(pthread_self(), &clock);
    clock_of_idle.store(clock);
    begun.count_down();
    end.wait();
  });
  begun.wait();
  struct Sleeper {
    std::latch *arrived, *release;
    const akt::detail::worker** mine;
    void on(Go) {
      *mine = akt::detail::current_turn()->home->self;
      arrived->count_down();
      release->wait();
    }
  };
  struct Other {
    std::latch* ran;
    void on(Tick) { ran->count_down(); }
  };
  {
    akt_test::checked_system system(akt::system_options{.workers = 1, .extra_workers = 1});
    auto& activity = system.core().workers.front()->activity;
    ASSERT_TRUE(system.wait_until([&] { return activity.waits(); })) << "it has begun, and sleeps";
    const akt::detail::worker* mine = nullptr;
    activity.begin(id_of_busy.load(), clock_of_idle.load());
    system.spawn<Sleeper>(akt::anonymous, &arrived, &release, &mine).tell<Go>();
    arrived.wait();
    EXPECT_EQ(mine, system.core().workers.front().get());
    system.spawn<Other>(akt::anonymous, &ran).tell<Tick>();
    system.wait_for_looks(20);
    EXPECT_EQ(system.executor().workers_present(), 1u);
    go_on.store(false);
    end.count_down();
    busy.join(); // now it waits, as far as the system can tell
    idle.join();
    ran.wait(); // by one that was started
    release.count_down();
  }
}

} // namespace fair_turns_tests
