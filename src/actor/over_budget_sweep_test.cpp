// SPDX-License-Identifier: Apache-2.0
//
// Memory is refused from every moment of a scenario on, and at every moment alone: nothing crashes
// or hangs, every message has a fate, every ask its answer, and all memory goes back.
#include "budget_test_support.hpp"

#include <functional>

namespace over_budget_sweep_test {

using namespace actor_test;

struct Work {
  int n;
};
struct Think {
  int n;
};
struct Call {};

/// Of a mapping of its own, like all that is larger than a page.
struct Child {
  char bytes[5000];
  int on(Ping m) { return m.n; }
};

using ports = std::vector<akt::reply_port<int>>;

int square(int n) { return n * n; }

/// Does everything that takes memory.
class Hub {
public:
  explicit Hub(ports* p) : ports_(p) {}
  void on(const akt::started&) {}
  void on(const akt::terminated&) {}
  akt::task<akt::result<int>> on(Work m, akt::context<Hub>& ctx) {
    auto child = ctx.system().try_spawn<Child>(akt::anonymous);
    if (!child) co_return child.error();
    ctx.watch(*child);
    child->tell<Ping>(m.n);
    auto answer = co_await child->ask<Ping>(m.n);
    if (answer) answer = co_await akt::offload(&square, m.n);
    auto keep = [this](akt::reply_port<int> port) { ports_->push_back(std::move(port)); };
    if (answer) answer = co_await akt::from_callback<int>(keep).within(1s);
    child->stop();
    co_return answer;
  }
  akt::task<int> on(Think m, akt::context<Hub>& ctx) {
    volatile char scratch[5000];
    scratch[m.n] = 1;
    try {
      co_await ctx.sleep(1ms);
    } catch (const akt::bad_result&) {
      scratch[m.n] = 2;
    }
    co_return scratch[m.n];
  }
  void on(Call, akt::context<Hub>& ctx) {
    ctx.self().ask<Wait>().within(1s).then([this](akt::result<int>) { ++called_; });
  }
  akt::deferred<int> on(Wait) { return kept_.emplace_back(); }
  int on(Open m) {
    for (auto& d : kept_) d.fulfil(m.value);
    kept_.clear();
    return called_;
  }

private:
  ports* ports_;
  std::vector<akt::deferred<int>> kept_;
  int called_ = 0;
};

/// One action of the test and a few steps of the world by turns, until nothing is left to do.
class scenario {
public:
  explicit scenario(akt::testkit::kit& kit) : kit_(kit) {}

  bool step() {
    if (steps_++ % 4 == 0 && act()) return true;
    return kit_.world().step() || act() || kit_.world().advance_to_next_timer();
  }

  void expect_every_answer() const { EXPECT_EQ(answered_, asked_); }

private:
  template <class R>
  void expect(akt::request<R> request) {
    ++asked_;
    std::move(request).then([this](akt::result<R>) { ++answered_; });
  }

  bool act() {
    if (at_ == 64) return false;
    int action = at_++ % 8;
    if (action == 0) {
      auto hub = kit_.system().try_spawn<Hub>("hub" + std::to_string(at_), &ports_);
      hub_ = hub ? *hub : akt::actor_ref<Hub>();
      return true;
    }
    if (!hub_) return true;
    if (action == 1) expect(hub_.ask<Work>(at_));
    if (action == 2) hub_.tell<Call>();
    if (action == 3) expect(hub_.ask<Think>(at_));
    if (action == 4) hub_.tell<Think>(at_);
    if (action == 5) expect(hub_.ask<Wait>());
    if (action == 6) expect(hub_.ask<Open>(at_));
    if (action == 7) {
      for (auto& port : ports_) port.fulfil(at_);
      ports_.clear();
      hub_.stop();
    }
    return true;
  }

  akt::testkit::kit& kit_;
  akt::actor_ref<Hub> hub_;
  ports ports_;
  int steps_ = 0, at_ = 0, asked_ = 0, answered_ = 0;
};

class refusals : public budgets {
protected:
  /// Runs all; `before(n)` is called before each step. Returns how many there were.
  template <class Before>
  int run(std::size_t memory_max, Before before) {
    make(memory_max);
    scenario all(*kit);
    int n = 0;
    do before(n);
    while (++n < 10'000 && all.step());
    EXPECT_TRUE(kit->world().conserved());
    kit->system().stop();
    all.expect_every_answer();
    EXPECT_EQ(kit->system().fates().in_flight, 0u);
    EXPECT_EQ(kit->system().actors_alive(), 0u);
    return n;
  }

  void end() {
    kit.reset();
    EXPECT_EQ(memory.bytes_given, 0u);
  }

  /// Returns how many steps there are if nothing is refused.
  int run_freely() {
    int steps = run(0, [](int) {});
    end();
    return steps;
  }

  /// Nothing can be had in the steps of [from, to).
  void run_dry(int from, int to) {
    SCOPED_TRACE("dry from step " + std::to_string(from));
    std::optional<drought> outside, inside;
    run(std::size_t(1) << 20, [&](int n) {
      if (n == from) {
        outside.emplace(*kit->system().core().outside()->cache);
        inside.emplace(kit->system().core().workers.front()->blocks);
      }
      if (n != to) return;
      outside.reset();
      inside.reset();
    });
    outside.reset();
    inside.reset();
    end();
  }

  void run_with(std::size_t memory_max) {
    SCOPED_TRACE("memory_max " + std::to_string(memory_max));
    run(memory_max, [](int) {});
    end();
  }
};

TEST_F(refusals, from_any_step_on_lose_nothing) {
  int steps = run_freely();
  EXPECT_GT(steps, 200);
  for (int n = 0; n < steps && !HasFailure(); ++n) run_dry(n, -1);
}

TEST_F(refusals, at_any_single_step_lose_nothing) {
  int steps = run_freely();
  for (int n = 0; n < steps && !HasFailure(); ++n) run_dry(n, n + 1);
}

TEST_F(refusals, of_any_mapping_and_all_behind_it_lose_nothing) {
  run_freely();
  auto maps = memory.maps;
  EXPECT_GT(maps, 20u);
  for (std::size_t n = 0; n < maps && !HasFailure(); ++n) {
    SCOPED_TRACE("mapping " + std::to_string(n));
    memory.maps_left = n;
    run_with(0);
  }
}

TEST_F(refusals, of_any_single_mapping_lose_nothing) {
  run_freely();
  auto maps = memory.maps;
  for (std::size_t n = 0; n < maps && !HasFailure(); ++n) {
    SCOPED_TRACE("mapping " + std::to_string(n));
    memory.refused_map = memory.maps + n;
    run_with(0);
  }
}

TEST_F(refusals, by_a_bound_of_any_size_lose_nothing) {
  for (std::size_t kilobytes = 1; kilobytes < 400 && !HasFailure(); kilobytes += 4)
    run_with(kilobytes << 10);
}

} // namespace over_budget_sweep_test
