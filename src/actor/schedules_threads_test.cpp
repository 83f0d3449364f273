// SPDX-License-Identifier: Apache-2.0
//
// Schedules on real threads: the monitor rings while actors cancel, replace and end.
#include "threads_test_support.hpp"

#include <string>
#include <vector>

namespace schedules_threads_test {

using akt_test::threaded;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""us;

struct Rung {
  std::uint32_t number;
};
struct Pump {
  int left;
};
struct Finished {};

/// Makes a schedule with each message to itself, and cancels or replaces an older one.
class Juggler {
public:
  explicit Juggler(std::atomic<std::uint64_t>* late) : late_(late) {}

  void on(Pump m, akt::context<Juggler>& ctx) {
    const auto n = static_cast<std::uint32_t>(made_.size());
    const akt::duration d = 50us * (n * 7 % 60);
    made_.push_back(n % 3 == 0 ? ctx.schedule_once<Rung>("key" + std::to_string(n % 9), d, n)
                               : ctx.schedule_once<Rung>(d, n));
    ended_.push_back(false);
    if (n % 3 == 0 && n >= 9) ended_[n - 9] = true;
    if (n >= 20 && n % 2 == 0) ended_[n - 20] = ctx.cancel(made_[n - 20]) || ended_[n - 20];
    if (m.left > 0)
      ctx.self().tell<Pump>(m.left - 1);
    else
      done_ = true;
  }
  void on(Rung m) {
    if (ended_[m.number]) late_->fetch_add(1);
    ended_[m.number] = true;
  }
  bool on(Finished) const { return done_; }

private:
  std::atomic<std::uint64_t>* late_;
  std::vector<akt::timer> made_;
  std::vector<bool> ended_; // cancelled, replaced, or rung
  bool done_ = false;
};

struct schedules_on_threads : threaded {};

TEST_F(schedules_on_threads, that_are_cancelled_or_replaced_while_they_ring_are_not_handled) {
  std::atomic<std::uint64_t> late{0};
  std::vector<akt::actor_ref<Juggler>> all;
  for (int i = 0; i < 4; ++i) all.push_back(system.spawn<Juggler>(akt::anonymous, &late));
  for (auto& a : all) a.tell<Pump>(20'000);
  for (auto& a : all)
    EXPECT_TRUE(system.wait_until([&] { return a.ask<Finished>().get().value(); }));
  EXPECT_TRUE(quiet());
  EXPECT_EQ(late.load(), 0u);
  EXPECT_GT(system.fates()[akt::fate::cancelled], 0u) << "no ring has met a cancel";
}

struct Brief {
  void on(const akt::started&, akt::context<Brief>& ctx) {
    ctx.schedule_every(1ms, Rung{0});
    ctx.schedule_once<Rung>(2ms, 1u);
    ctx.schedule_every("k", 3ms, Rung{2});
  }
  void on(Rung m, akt::context<Brief>& ctx) {
    if (m.number == 2) ctx.stop();
  }
};

TEST_F(schedules_on_threads, of_actors_that_end_as_they_ring_touch_nobody_else) {
  for (int round = 0; round < 10; ++round) {
    for (int i = 0; i < 200; ++i) system.spawn<Brief>(akt::anonymous);
    EXPECT_TRUE(system.wait_until([&] { return system.actors_alive() == 0; }));
  }
}

struct Silent {
  std::atomic<int>* heard;
  void on(const akt::started&, akt::context<Silent>& ctx) { ctx.receive_timeout(2ms); }
  void on(Pump) {}
  void on(const akt::idle&, akt::context<Silent>& ctx) {
    ++*heard;
    ctx.stop();
  }
};

TEST_F(schedules_on_threads, silence_is_heard_while_others_send) {
  std::atomic<int> heard{0};
  for (int i = 0; i < 50; ++i) {
    auto a = system.spawn<Silent>(akt::anonymous, &heard);
    for (int n = 0; n < 1000; ++n) a.tell<Pump>(n);
  }
  EXPECT_TRUE(system.wait_until([&] { return heard == 50; }));
}

} // namespace schedules_threads_test
