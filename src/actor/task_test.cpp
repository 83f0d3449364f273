// SPDX-License-Identifier: Apache-2.0
//
// Tasks that await tasks: values, exceptions, the stack, and what ends with a parked handler.
#include "test_support.hpp"

#include <cstdint>

namespace task_test {

using namespace actor_test;
struct tasks : kit_test {};

struct Sum {
  int n;
};
struct Catch {};
struct Deep {
  int depth;
};
struct Many {
  int rounds;
};
struct ManyAsks {
  int rounds;
};
struct Abandon {};

/// How far apart local variables of coroutines lie while they run.
struct stack_span {
  std::uintptr_t least = UINTPTR_MAX, most = 0;
  [[gnu::noinline]] void look() {
    char here = 0;
    auto at = reinterpret_cast<std::uintptr_t>(&here);
    asm volatile("" ::"r"(&here) : "memory");
    if (at < least) least = at;
    if (at > most) most = at;
  }
  std::uintptr_t bytes() const { return most - least; }
};

class Worker {
public:
  Worker(akt::actor_ref<Echo> echo, int* alive) : echo_(echo), alive_(alive) {}

  akt::task<int> on(Sum m) {
    int total = 0;
    for (int i = 1; i <= m.n; ++i) total += co_await ask_echo(i);
    co_return total;
  }
  akt::task<std::string> on(Catch) {
    std::string text;
    try {
      co_await fails_after_a_wait();
    } catch (const std::runtime_error& e) {
      text = e.what();
    }
    try {
      co_await fails_at_once();
    } catch (int n) {
      text += std::to_string(n);
    }
    co_return text;
  }
  akt::task<int> on(Deep m) { co_return co_await nested(m.depth); }
  akt::task<std::uint64_t> on(Many m) {
    stack_span span;
    for (int i = 0; i < m.rounds; ++i) co_await looks(span);
    co_return span.bytes();
  }
  akt::task<std::uint64_t> on(ManyAsks m) {
    stack_span span;
    for (int i = 0; i < m.rounds; ++i) {
      (void)co_await echo_.ask<Ping>(i);
      span.look();
    }
    co_return span.bytes();
  }
  /// A task that nobody awaits never starts.
  int on(Abandon) {
    { auto dropped = fails_at_once(); }
    return 1;
  }

private:
  akt::task<int> ask_echo(int n) { co_return (co_await echo_.ask<Ping>(n)).value(); }
  akt::task<> fails_after_a_wait() {
    witness w(alive_);
    (void)co_await echo_.ask<Ping>(1);
    throw std::runtime_error("late");
  }
  akt::task<> fails_at_once() {
    throw 7;
    co_return;
  }
  akt::task<int> nested(int depth) {
    witness w(alive_);
    if (depth == 0) co_return (co_await echo_.ask<Ping>(0)).value();
    co_return 1 + co_await nested(depth - 1);
  }
  akt::task<> looks(stack_span& span) {
    span.look();
    co_return;
  }

  akt::actor_ref<Echo> echo_;
  int* alive_;
};

akt::actor_ref<Worker> spawn_worker(akt::testkit::kit& kit, int* alive) {
  return kit.spawn<Worker>("worker", kit.spawn<Echo>("echo"), alive);
}

TEST_F(tasks, await_tasks) {
  EXPECT_EQ(kit.await(spawn_worker(kit, &alive).ask<Sum>(10)).value(), 55);
}

TEST_F(tasks, may_catch_what_their_tasks_throw) {
  EXPECT_EQ(kit.await(spawn_worker(kit, &alive).ask<Catch>()).value(), "late7");
  EXPECT_EQ(alive, 0);
}

TEST_F(tasks, nest_deeply) {
  EXPECT_EQ(kit.await(spawn_worker(kit, &alive).ask<Deep>(1000)).value(), 1000);
  EXPECT_EQ(alive, 0);
}

TEST_F(tasks, await_a_million_times_on_a_flat_stack) {
  constexpr int rounds = AKT_ASAN ? 100'000 : 1'000'000;
  EXPECT_LE(kit.await(spawn_worker(kit, &alive).ask<Many>(rounds)).value(), 64u);
}

TEST_F(tasks, await_thousands_of_asks_on_a_flat_stack) {
  EXPECT_LE(kit.await(spawn_worker(kit, &alive).ask<ManyAsks>(5'000)).value(), 1024u);
}

TEST_F(tasks, that_nobody_awaits_never_start) {
  EXPECT_EQ(kit.await(spawn_worker(kit, &alive).ask<Abandon>()).value(), 1);
}

/// Counts the levels that live, and those that end before the levels inside them.
class level_count {
public:
  level_count(int* alive, int depth, int* early) noexcept
      : alive_(alive), depth_(depth), early_(early) {
    ++*alive_;
  }
  ~level_count() {
    if (*alive_ != depth_ + 1) ++*early_;
    --*alive_;
  }
  level_count(const level_count&) = delete;
  level_count& operator=(const level_count&) = delete;

private:
  int* alive_;
  int depth_;
  int* early_;
};

struct Descend {
  int levels;
};
class Nester {
public:
  Nester(akt::actor_ref<Gate> gate, int* alive, int* early)
      : gate_(gate), alive_(alive), early_(early) {}
  akt::task<> on(Descend m) { co_await level(0, m.levels); }

private:
  akt::task<> level(int depth, int levels) {
    level_count count(alive_, depth, early_);
    if (depth < levels) co_return co_await level(depth + 1, levels);
    (void)co_await gate_.ask<Wait>();
  }
  akt::actor_ref<Gate> gate_;
  int* alive_;
  int* early_;
};

// A task may refer to what lies in the frame that awaits it.
TEST_F(tasks, end_innermost_first_on_a_flat_stack_when_their_actor_ends) {
  constexpr int levels = 200'000;
  int early = 0;
  auto nester = kit.spawn<Nester>("n", kit.spawn<Gate>("gate"), &alive, &early);
  nester.tell<Descend>(levels);
  kit.settle();
  EXPECT_EQ(alive, levels + 1);
  nester.stop(akt::now);
  kit.settle();
  EXPECT_EQ(alive, 0);
  EXPECT_EQ(early, 0);
  EXPECT_EQ(fates(akt::fate::cancelled), 1u);
}

struct Begin {};
struct Snatch {};
/// Awaits a task that it keeps, and takes it away meanwhile.
class Thief {
public:
  akt::task<> on(Begin, akt::context<Thief>& ctx) {
    kept_.emplace(waits(ctx));
    ctx.self().ask<Snatch>().within(1ms).then([this](akt::result<akt::unit>) { kept_.reset(); });
    co_await *kept_;
  }
  void on(Snatch) {}

private:
  static akt::task<> waits(akt::context<Thief>& ctx) { co_await ctx.sleep(1h); }
  std::optional<akt::task<>> kept_;
};

TEST(tasks_death, a_task_that_is_destroyed_while_it_is_awaited_is_a_named_bug) {
  auto die = [] {
    akt::testkit::kit kit;
    kit.spawn<Thief>("thief").tell<Begin>();
    kit.advance(1s);
  };
  EXPECT_DEATH(die(), "a task is not moved or destroyed while it is awaited");
}

} // namespace task_test
