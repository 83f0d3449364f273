// SPDX-License-Identifier: Apache-2.0
//
// The ways to ask: get(), co_await, then(), within().
#include "test_support.hpp"

namespace requests_test {

using namespace actor_test;
struct asks : kit_test {
  akt::actor_ref<Echo> echo = kit.spawn<Echo>("echo");
  akt::actor_ref<Gate> gate = kit.spawn<Gate>("gate");
};

// MSG-02
TEST_F(asks, get_lets_the_world_work) { EXPECT_EQ(echo.ask<Ping>(3).get().value(), 3); }

TEST_F(asks, are_not_sent_before_they_are_waited_for) {
  { auto unsent = echo.ask<Ping>(3); }
  kit.settle();
  EXPECT_EQ(system().fates().sent, 0u);
}

TEST_F(asks, can_be_moved_before_they_are_sent) {
  auto first = echo.ask<Ping>(3);
  auto second = std::move(first);
  EXPECT_EQ(std::move(second).get().value(), 3);
}

struct Twice {};
struct Repeater {
  akt::actor_ref<Echo> echo;
  akt::task<akt::result<int>> on(Twice) {
    auto request = echo.ask<Ping>(3);
    auto first = co_await request;
    EXPECT_EQ(first.value(), 3);
    auto second = co_await request;
    co_return second;
  }
};

TEST_F(asks, are_sent_once_and_refused_when_they_are_awaited_again) {
  auto repeater = kit.spawn<Repeater>("repeater", echo);
  EXPECT_EQ(error_of(repeater.ask<Twice>().get()), akt::errc::invalid_argument);
  auto request = echo.ask<Ping>(4);
  EXPECT_EQ(std::move(request).get().value(), 4);
  EXPECT_EQ(error_of(std::move(request).get()), akt::errc::invalid_argument);
}

// MSG_03
TEST_F(asks, time_out_after_the_time_that_within_says) {
  auto before = kit.world().now();
  auto answer = gate.ask<Wait>().within(100ms).get();
  EXPECT_EQ(error_of(answer), akt::errc::timeout);
  EXPECT_EQ(kit.world().now() - before, 100ms);
}

TEST_F(asks, time_out_after_five_seconds_unless_told_otherwise) {
  auto before = kit.world().now();
  EXPECT_EQ(error_of(gate.ask<Wait>().get()), akt::errc::timeout);
  EXPECT_EQ(kit.world().now() - before, 5s);
}

// MSG_03
TEST_F(asks, refuse_a_time_that_is_not_greater_than_zero) {
  for (auto d :
       {akt::duration::zero(), akt::duration(-1), akt::duration::min(), akt::duration::max()}) {
    EXPECT_EQ(error_of(echo.ask<Ping>(1).within(d).get()), akt::errc::invalid_argument);
    auto answer = later(echo.ask<Ping>(1).within(d));
    EXPECT_EQ(error_of(**answer), akt::errc::invalid_argument) << "at once";
  }
  EXPECT_EQ(system().fates().sent, 0u);
}

// MSG_05
TEST_F(asks, that_are_over_are_not_answered_any_more) {
  EXPECT_EQ(error_of(gate.ask<Wait>().within(1ms).get()), akt::errc::timeout);
  auto second = later(gate.ask<Wait>());
  kit.settle();
  EXPECT_EQ(gate.ask<Open>(7).get().value(), 2);
  kit.settle();
  EXPECT_EQ((*second)->value(), 7);
  EXPECT_EQ(fates(akt::fate::expired), 1u) << "the late reply";
}

struct AskThrice {};
struct AskFor {
  akt::duration d;
};
struct AskNobody {};
struct Meanwhile {};

class Asker {
public:
  Asker(akt::actor_ref<Echo> echo, akt::actor_ref<Gate> gate, journal* seen)
      : echo_(echo), gate_(gate), seen_(seen) {}

  akt::task<int> on(AskThrice) {
    auto a = co_await echo_.ask<Ping>(1);
    auto b = co_await echo_.ask<Ping>(2);
    auto c = co_await echo_.ask<Ping>(3);
    co_return a.value() + b.value() + c.value();
  }
  akt::task<akt::result<int>> on(AskFor m) { co_return co_await gate_.ask<Wait>().within(m.d); }
  akt::task<akt::result<int>> on(AskNobody) {
    akt::actor_ref<Gate> nobody;
    co_return co_await nobody.ask<Wait>();
  }
  void on(Meanwhile, akt::context<Asker>& ctx) {
    gate_.ask<Wait>().within(1h).then([this, me = ctx.self()](const akt::result<int>& r) {
      seen_->push_back(std::to_string(r.value()));
      me.tell<Ping>(9);
    });
    seen_->push_back("asked");
  }
  void on(Ping m) { seen_->push_back("ping " + std::to_string(m.n)); }

private:
  akt::actor_ref<Echo> echo_;
  akt::actor_ref<Gate> gate_;
  journal* seen_;
};

TEST_F(asks, are_awaited_in_handlers) {
  auto asker = kit.spawn<Asker>("asker", echo, gate, &seen);
  EXPECT_EQ(kit.await(asker.ask<AskThrice>()).value(), 6);
}

// MSG_03
TEST_F(asks, of_handlers_time_out) {
  auto asker = kit.spawn<Asker>("asker", echo, gate, &seen);
  auto before = kit.world().now();
  EXPECT_EQ(error_of(kit.await(asker.ask<AskFor>(20ms))), akt::errc::timeout);
  EXPECT_EQ(kit.world().now() - before, 20ms);
  EXPECT_EQ(error_of(kit.await(asker.ask<AskFor>(0ms))), akt::errc::invalid_argument);
  EXPECT_EQ(error_of(kit.await(asker.ask<AskFor>(-1s))), akt::errc::invalid_argument);
  EXPECT_EQ(error_of(kit.await(asker.ask<AskNobody>())), akt::errc::null_reference);
}

TEST_F(asks, time_out_in_the_order_of_their_deadlines) {
  std::string order;
  for (int ms : {30, 10, 20})
    gate.ask<Wait>().within(akt::duration(1ms) * ms).then([&, ms](const akt::result<int>&) {
      order += std::to_string(ms) + " ";
    });
  kit.advance(1s);
  EXPECT_EQ(order, "10 20 30 ");
}

// REE-01
TEST_F(asks, with_a_callback_on_a_turn_do_not_park_the_actor) {
  auto asker = kit.spawn<Asker>("asker", echo, gate, &seen);
  asker.tell<Meanwhile>();
  asker.tell<Ping>(1);
  kit.settle();
  gate.tell<Open>(5);
  kit.settle();
  EXPECT_EQ(seen, (journal{"asked", "ping 1", "5", "ping 9"}));
}

// REE-13: unlike there, callbacks are dropped with the actor that gave them.
TEST_F(asks, with_a_callback_on_a_turn_are_dropped_with_their_actor) {
  auto asker = kit.spawn<Asker>("asker", echo, gate, &seen);
  asker.tell<Meanwhile>();
  kit.settle();
  asker.stop();
  kit.settle();
  EXPECT_EQ(gate.ask<Open>(5).get().value(), 1);
  kit.settle();
  EXPECT_EQ(seen, (journal{"asked"}));
}

TEST_F(asks, with_a_callback_outside_of_a_turn_leave_no_actor_behind) {
  auto before = system().actors_alive();
  int got = 0;
  for (int i = 0; i < 10; ++i)
    echo.ask<Ping>(1).then([&](akt::result<int> r) { got += r.value(); });
  EXPECT_EQ(got, 0) << "callbacks run on a worker";
  kit.settle();
  EXPECT_EQ(got, 10);
  EXPECT_EQ(system().actors_alive(), before);
}

// REE-09
TEST_F(asks, with_a_callback_of_a_null_reference_are_answered_at_once) {
  akt::actor_ref<Echo> nobody;
  EXPECT_EQ(error_of(**later(nobody.ask<Ping>(1))), akt::errc::null_reference);
}

struct TryGet {};
struct Blocker {
  akt::actor_ref<Echo> echo;
  int on(TryGet) { return echo.ask<Ping>(1).get().value(); }
};

TEST_F(asks, by_get_on_a_turn_are_an_assertion_that_names_the_actor) {
  auto blocker = kit.spawn<Blocker>("blocker", echo);
  EXPECT_DEATH((void)blocker.ask<TryGet>().get(), "get\\(\\) on a turn.*akt://test/blocker");
}

} // namespace requests_test
