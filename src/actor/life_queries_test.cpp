// SPDX-License-Identifier: Apache-2.0
//
// started() and stopped().
#include "test_support.hpp"

namespace life_queries_test {

using namespace actor_test;

struct SlowStart {
  akt::task<> on(const akt::started&, akt::context<SlowStart>& ctx) { co_await ctx.sleep(1s); }
  void on(Ping) { throw std::runtime_error("broken"); }
};
struct BadStart {
  BadStart() { throw std::runtime_error("no disk"); }
};
struct BadSignal {
  void on(const akt::started&) { throw std::runtime_error("no net"); }
};
struct Waits {
  akt::task<akt::stop_reason> on(Watch m) {
    auto reason = co_await m.who.stopped();
    co_return reason.value();
  }
};

struct life_queries : kit_test {};

TEST_F(life_queries, started_answers_behind_the_start) {
  auto slow = kit.spawn<SlowStart>("slow");
  auto begun = later(slow.started());
  kit.advance(900ms);
  EXPECT_FALSE(*begun);
  kit.advance(200ms);
  ASSERT_TRUE(*begun);
  EXPECT_TRUE(**begun);
}

// LIFE-02
TEST_F(life_queries, started_tells_why_there_is_no_actor) {
  auto first = kit.await(kit.spawn<BadStart>("first").started());
  EXPECT_EQ(error_of(first), akt::errc::failed);
  EXPECT_NE(first.error().message().find("no disk"), std::string::npos);
  auto second = kit.await(kit.spawn<BadSignal>("second").started());
  EXPECT_EQ(error_of(second), akt::errc::failed);
  EXPECT_NE(second.error().message().find("no net"), std::string::npos);
}

TEST_F(life_queries, stopped_answers_at_the_end_with_the_reason) {
  auto good = kit.spawn<Echo>("good");
  auto bad = kit.spawn<SlowStart>("bad");
  auto end_of_good = later(good.stopped().within(1h)), end_of_bad = later(bad.stopped().within(1h));
  kit.advance(1min);
  EXPECT_FALSE(*end_of_good);
  good.stop();
  bad.tell<Ping>();
  kit.settle();
  ASSERT_TRUE(*end_of_good);
  EXPECT_EQ((*end_of_good)->value(), akt::stop_reason::stopped);
  ASSERT_TRUE(*end_of_bad);
  EXPECT_EQ((*end_of_bad)->value(), akt::stop_reason::failed);
  EXPECT_EQ(kit.await(good.stopped()).value(), akt::stop_reason::not_found);
}

TEST_F(life_queries, stopped_may_be_awaited_by_a_handler) {
  auto echo = kit.spawn<Echo>("echo");
  auto waits = kit.spawn<Waits>("waits");
  auto reason = later(waits.ask<Watch>(akt::any_ref(echo)).within(1h));
  kit.settle();
  EXPECT_FALSE(*reason);
  echo.stop(akt::now);
  kit.settle();
  ASSERT_TRUE(*reason);
  EXPECT_EQ((*reason)->value(), akt::stop_reason::stopped);
}

struct Rest {};
struct Restless {
  akt::task<> on(Rest, akt::context<Restless>& ctx) { co_await ctx.sleep(24h); }
};

TEST_F(life_queries, stopped_answers_with_the_reason_before_the_actor_has_noted_the_question) {
  auto parked = kit.spawn<Restless>("parked");
  parked.tell<Rest>();
  auto suspended = kit.spawn<Restless>("suspended");
  suspended.suspend();
  auto idle = kit.spawn<Restless>("idle");
  kit.settle();
  for (const auto& actor : {parked, suspended, idle}) {
    auto reason = later(actor.stopped().within(1h));
    actor.stop(akt::now);
    kit.settle();
    ASSERT_TRUE(*reason);
    EXPECT_EQ((*reason)->value(), akt::stop_reason::stopped);
  }
}

TEST_F(life_queries, started_tells_why_of_the_last_256_actors_that_have_failed) {
  std::vector<akt::actor_ref<BadStart>> all;
  for (int i = 0; i < 257; ++i) all.push_back(system().spawn<BadStart>(akt::anonymous));
  kit.settle();
  int known = 0, forgotten = 0;
  for (const auto& bad : all) {
    auto answer = kit.await(bad.started());
    if (error_of(answer).message().find("no disk") != std::string::npos) ++known;
    if (error_of(answer) == akt::errc::stopped) ++forgotten;
  }
  EXPECT_EQ(known, 256);
  EXPECT_EQ(forgotten, 1) << "the one that failed first";
}

TEST_F(life_queries, have_a_deadline_like_every_ask) {
  auto echo = kit.spawn<Echo>("echo");
  EXPECT_EQ(error_of(kit.await(echo.stopped().within(1s))), akt::errc::timeout);
  echo.stop();
  kit.settle();
}

TEST_F(life_queries, about_nobody_are_an_error) {
  EXPECT_EQ(error_of(kit.await(akt::any_ref().started())), akt::errc::null_reference);
  EXPECT_EQ(error_of(kit.await(akt::any_ref().stopped())), akt::errc::null_reference);
}

} // namespace life_queries_test
