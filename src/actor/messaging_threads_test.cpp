// SPDX-License-Identifier: Apache-2.0
//
// Batches, forwarded asks, names that many want to find or spawn, on real threads.
#include "threads_test_support.hpp"

namespace messaging_threads_test {

using akt_test::threaded;

struct Step {
  int thread;
  int number;
};
struct Missed {};

/// Sees whether each thread's steps come in their order, one by one.
class Steps {
public:
  void on(Step m) {
    auto& next = next_[static_cast<std::size_t>(m.thread)];
    if (m.number != next++) ++missed_;
  }
  int on(Missed) const { return missed_; }

private:
  int next_[4]{};
  int missed_ = 0;
};

struct Get {
  int n;
};

/// Hands every ask to the other one.
class Pass {
public:
  int on(Get m, akt::context<Pass>& ctx) {
    if (other_) ctx.forward(other_, m);
    return m.n;
  }
  void on(akt::actor_ref<Pass> other) { other_ = other; }

private:
  akt::actor_ref<Pass> other_;
};

struct messages_on_threads : threaded {};

TEST_F(messages_on_threads, of_batches_are_in_order_for_each_of_four_threads) {
  auto steps = system.spawn<Steps>("steps");
  std::latch begin(4);
  std::vector<std::thread> all;
  for (int t = 0; t < 4; ++t)
    all.emplace_back([&, t] {
      begin.arrive_and_wait();
      for (int batch = 0, number = 0; batch < 200; ++batch) {
        std::vector<Step> some;
        for (int i = 0; i < batch % 7; ++i) some.push_back({t, number++});
        steps.tell_all(std::move(some));
        steps.tell<Step>(t, number++);
      }
    });
  for (auto& t : all) t.join();
  EXPECT_EQ(steps.ask<Missed>().get().value(), 0);
}

TEST_F(messages_on_threads, that_are_forwarded_for_ever_time_out_for_their_asker) {
  auto a = system.spawn<Pass>("a"), b = system.spawn<Pass>("b");
  a.tell(b);
  b.tell(a);
  auto lost = a.ask<Get>(1).within(std::chrono::milliseconds(20)).get();
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().code(), akt::make_error_code(akt::errc::timeout));
  b.tell(akt::actor_ref<Pass>()); // it ends the round
  EXPECT_TRUE(quiet());
}

TEST_F(messages_on_threads, go_to_the_one_actor_that_a_hundred_threads_spawn_or_find) {
  constexpr std::size_t threads = 100;
  for (int round = 0; round < 10; ++round) {
    std::vector<akt::actor_ref<Steps>> got(threads);
    std::latch begin(threads);
    std::vector<std::thread> all;
    for (std::size_t t = 0; t < threads; ++t)
      all.emplace_back([&, t] {
        begin.arrive_and_wait();
        got[t] = system.spawn_or_find<Steps>("one");
      });
    for (auto& t : all) t.join();
    for (auto& one : got) EXPECT_EQ(one, got.front());
    got.front().stop();
    ASSERT_TRUE(system.wait_until([&] { return system.actors_alive() == 0; }));
  }
}

TEST_F(messages_on_threads, that_are_given_up_as_they_are_answered_call_back_at_most_once) {
  auto pass = system.spawn<Pass>("pass");
  std::atomic<int> called{0};
  for (int i = 0; i < 2000; ++i) {
    auto ask = pass.ask<Get>(i).then([&](akt::result<int> r) {
      EXPECT_TRUE(r);
      ++called;
    });
    ask.cancel();
    ask.cancel();
  }
  EXPECT_TRUE(system.wait_until([&] { return system.actors_alive() == 1; }));
  EXPECT_TRUE(quiet());
  EXPECT_LE(called, 2000);
}

} // namespace messaging_threads_test
