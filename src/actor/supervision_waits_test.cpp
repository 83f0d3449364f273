// SPDX-License-Identifier: Apache-2.0
//
// Handlers that wait, or have waited, and what their supervisor makes of them.
#include "supervision_test_support.hpp"

namespace supervision_test {

TEST_F(supervised, a_handler_that_fails_after_it_waited_is_decided_on_before_the_next_message) {
  for (auto d : {directive::restart, directive::resume}) {
    const std::string name = akt::name(d);
    auto f = fragile(supervisor().otherwise(d), name);
    f.tell<Add>(5);
    auto slow = later(f.ask<WaitAndBreak>());
    kit.settle();
    f.tell<Add>(1);
    kit.settle();
    EXPECT_FALSE(*slow);
    kit.advance(1s);
    ASSERT_TRUE(*slow);
    EXPECT_EQ(error_of(**slow), akt::errc::failed);
    EXPECT_EQ(total(f), d == directive::resume ? 16 : 1);
    EXPECT_EQ(times(name), d == directive::resume ? 1 : 2);
  }
}

TEST_F(supervised, a_handler_that_waits_is_cancelled_by_a_restart) {
  auto f = fragile(supervisor().otherwise(directive::restart));
  auto slow = later(f.ask<Wait1s>());
  kit.settle();
  f.restart();
  kit.settle();
  EXPECT_EQ(error_of(**slow), akt::errc::cancelled);
  EXPECT_EQ(total(f), 0);
  kit.advance(2s);
  EXPECT_EQ(total(f), 0);
}

TEST_F(supervised, a_handler_that_waits_goes_on_in_an_actor_that_is_suspended) {
  auto f = fragile(supervisor());
  auto slow = later(f.ask<Wait1s>());
  kit.settle();
  f.suspend();
  auto next = later(f.ask<Add>(1));
  kit.advance(1s);
  ASSERT_TRUE(*slow);
  EXPECT_EQ((*slow)->value(), 1);
  EXPECT_FALSE(*next);
  f.reinstate();
  kit.settle();
  ASSERT_TRUE(*next);
  EXPECT_EQ((*next)->value(), 2);
}

struct TryAll {
  akt::actor_ref<Fragile> whom, ended;
};
/// Asks in vain, in several ways.
struct Asker {
  akt::task<std::vector<akt::error>> on(TryAll m) {
    std::vector<akt::error> all;
    auto failed = co_await m.whom.ask<GiveUp>();
    if (!failed) all.push_back(failed.error());
    auto late = co_await m.whom.ask<Wait1s>().within(1ms);
    if (!late) all.push_back(late.error());
    auto stopped = co_await m.ended.ask<Total>();
    if (!stopped) all.push_back(stopped.error());
    auto nobody = co_await akt::actor_ref<Fragile>().ask<Total>();
    if (!nobody) all.push_back(nobody.error());
    co_return all;
  }
};

// SUP-19
TEST_F(supervised, nobody_is_for_an_ask_that_failed) {
  auto f = fragile(supervisor().otherwise(directive::resume)), gone = fragile(supervisor(), "gone");
  gone.stop();
  kit.settle();
  auto asker = system().spawn<Asker>(
      akt::spawn_options{.name = "asker", .supervise = supervisor().otherwise(directive::suspend)});
  for (int round = 0; round < 2; ++round) {
    auto all = kit.await(asker.ask<TryAll>(f, gone)).value();
    ASSERT_EQ(all.size(), 4u);
    const akt::errc expected[] = {akt::errc::failed, akt::errc::timeout, akt::errc::stopped,
                                  akt::errc::null_reference};
    for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(all[i], expected[i]);
    EXPECT_EQ(system().info(asker).state, akt::actor_state::idle);
  }
}

} // namespace supervision_test
