// SPDX-License-Identifier: Apache-2.0
//
// all() and first(): several asks at once.
#include "test_support.hpp"

namespace combine_test {

using namespace actor_test;

struct Both {};
struct BothSlow {};
struct Mixed {};
struct InOrder {};
struct Race {};
struct RaceNobody {};
struct RaceLate {};
struct RaceThenAsk {};

struct Greet {
  std::string who;
};
struct Greeter {
  std::string on(const Greet& m) { return "hello " + m.who; }
};

class Juggler {
public:
  Juggler(akt::actor_ref<Echo> echo, akt::actor_ref<Greeter> greeter, akt::actor_ref<Gate> gate)
      : echo_(echo), greeter_(greeter), gate_(gate) {}

  akt::task<std::string> on(Both) {
    auto [n, text] = co_await akt::all(echo_.ask<Ping>(4), greeter_.ask<Greet>("you"));
    co_return std::to_string(n.value()) + text.value();
  }
  /// Two deadlines pass at the same time as one: both are in flight.
  akt::task<> on(BothSlow) {
    auto [a, b] = co_await akt::all(gate_.ask<Wait>().within(1s), gate_.ask<Wait>().within(1s));
    EXPECT_EQ(error_of(a), akt::errc::timeout);
    EXPECT_EQ(error_of(b), akt::errc::timeout);
  }
  akt::task<int> on(Mixed) {
    akt::actor_ref<Echo> nobody;
    auto [a, b, c] =
        co_await akt::all(nobody.ask<Ping>(1), echo_.ask<Ping>(2), gate_.ask<Wait>().within(0s));
    EXPECT_EQ(error_of(a), akt::errc::null_reference);
    EXPECT_EQ(error_of(c), akt::errc::invalid_argument);
    co_return b.value();
  }
  akt::task<std::string> on(InOrder) {
    auto [a, b, c, d] = co_await akt::all(echo_.ask<Ping>(1), echo_.ask<Ping>(2),
                                          gate_.ask<Wait>().within(1s), echo_.ask<Ping>(4));
    EXPECT_EQ(error_of(c), akt::errc::timeout);
    co_return std::to_string(a.value()) + std::to_string(b.value()) + std::to_string(d.value());
  }
  akt::task<int> on(Race) {
    auto won = co_await akt::first(gate_.ask<Wait>(), echo_.ask<Ping>(4), gate_.ask<Wait>());
    EXPECT_EQ(won.index(), 1u);
    co_return std::get<1>(won).value();
  }
  akt::task<> on(RaceNobody) {
    akt::actor_ref<Echo> nobody;
    auto won = co_await akt::first(gate_.ask<Wait>(), nobody.ask<Ping>(4));
    EXPECT_EQ(won.index(), 1u);
    EXPECT_EQ(error_of(std::get<1>(won)), akt::errc::null_reference);
  }
  akt::task<> on(RaceLate) {
    auto won = co_await akt::first(gate_.ask<Wait>().within(2s), gate_.ask<Wait>().within(1s));
    EXPECT_EQ(won.index(), 1u);
    EXPECT_EQ(error_of(std::get<1>(won)), akt::errc::timeout);
  }
  akt::task<int> on(RaceThenAsk) {
    (void)co_await akt::first(gate_.ask<Wait>(), echo_.ask<Ping>(4));
    auto opened = co_await gate_.ask<Open>(77); // the loser's answer comes home meanwhile
    EXPECT_EQ(opened.value(), 1);
    co_return (co_await echo_.ask<Ping>(5)).value();
  }

private:
  akt::actor_ref<Echo> echo_;
  akt::actor_ref<Greeter> greeter_;
  akt::actor_ref<Gate> gate_;
};

struct combinations : kit_test {
  akt::actor_ref<Gate> gate = kit.spawn<Gate>("gate");
  akt::actor_ref<Juggler> juggler =
      kit.spawn<Juggler>("juggler", kit.spawn<Echo>("echo"), kit.spawn<Greeter>("greeter"), gate);
};

TEST_F(combinations, all_waits_for_every_answer) {
  EXPECT_EQ(kit.await(juggler.ask<Both>()).value(), "4hello you");
}

TEST_F(combinations, all_sends_everything_before_it_waits) {
  auto before = kit.world().now();
  EXPECT_TRUE(kit.await(juggler.ask<BothSlow>()));
  EXPECT_EQ(kit.world().now() - before, 1s);
}

TEST_F(combinations, all_gives_each_request_its_own_error) {
  EXPECT_EQ(kit.await(juggler.ask<Mixed>()).value(), 2);
}

// MSG-06: unlike there, a batch may go to several actors, and one that fails spoils no other.
TEST_F(combinations, all_gives_answers_in_the_order_of_its_requests_also_if_one_times_out) {
  EXPECT_EQ(kit.await(juggler.ask<InOrder>()).value(), "124");
}

TEST_F(combinations, first_gives_the_index_and_the_answer_of_the_fastest) {
  EXPECT_EQ(kit.await(juggler.ask<Race>()).value(), 4);
}

TEST_F(combinations, first_counts_a_refusal_as_an_answer) {
  EXPECT_TRUE(kit.await(juggler.ask<RaceNobody>()));
}

TEST_F(combinations, first_counts_a_timeout_as_an_answer) {
  EXPECT_TRUE(kit.await(juggler.ask<RaceLate>()));
}

TEST_F(combinations, the_answers_of_those_that_lost_reach_nobody) {
  EXPECT_EQ(kit.await(juggler.ask<RaceThenAsk>()).value(), 5);
  kit.settle();
  EXPECT_EQ(fates(akt::fate::expired), 1u);
}

} // namespace combine_test
