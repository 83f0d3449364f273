// SPDX-License-Identifier: Apache-2.0
//
// Actors that ask with callbacks and so go on meanwhile: rings of asks, deadlines, late answers.
#include "test_support.hpp"

namespace then_test {

using namespace actor_test;

struct Round {
  int left;
};
struct Meet {
  akt::any_ref other;
};

/// Answers when its partner has, who asks back: both have asks under way meanwhile.
class Partner {
public:
  void on(Meet m) { other_ = akt::actor_ref<Partner>(m.other); }
  akt::deferred<int> on(Round m) {
    akt::deferred<int> answer;
    if (m.left == 0)
      answer.fulfil(0);
    else
      other_.ask<Round>(m.left - 1).then([answer](const akt::result<int>& r) mutable {
        answer.fulfil(r.value() + 1);
      });
    return answer;
  }

private:
  akt::actor_ref<Partner> other_;
};

/// The same, but it waits.
class Waiter {
public:
  void on(Meet m) { other_ = akt::actor_ref<Waiter>(m.other); }
  akt::task<akt::result<int>> on(Round m) {
    if (m.left == 0) co_return 0;
    co_return co_await other_.ask<Round>(m.left - 1).within(1s);
  }

private:
  akt::actor_ref<Waiter> other_;
};

struct rings : kit_test {
  template <class A>
  akt::result<int> ask_round(akt::actor_ref<A> a, akt::actor_ref<A> b) {
    a.template tell<Meet>(b);
    b.template tell<Meet>(a);
    kit.settle();
    return kit.await(a.template ask<Round>(6).within(1h));
  }
};

// REE-03
TEST_F(rings, of_asks_with_callbacks_come_to_an_end) {
  EXPECT_EQ(ask_round(kit.spawn<Partner>("a"), kit.spawn<Partner>("b")).value(), 6);
}

// REE-03: and where both wait, the deadline ends it.
TEST_F(rings, of_handlers_that_wait_for_each_other_end_with_their_deadlines) {
  auto before = kit.world().now();
  EXPECT_EQ(error_of(ask_round(kit.spawn<Waiter>("a"), kit.spawn<Waiter>("b"))),
            akt::errc::timeout);
  EXPECT_LE(kit.world().now() - before, 2s);
}

// REE-04
TEST_F(rings, of_one_actor_that_asks_itself_come_to_an_end) {
  auto a = kit.spawn<Partner>("a");
  EXPECT_EQ(ask_round(a, a).value(), 6);
}

struct Begin {
  akt::duration within;
};
struct Trip {};
/// Asks a gate and writes down what it hears.
class Asker {
public:
  Asker(akt::actor_ref<Gate> gate, journal* seen) : gate_(gate), seen_(seen) {}
  void on(Begin m) {
    gate_.ask<Wait>().within(m.within).then([this](const akt::result<int>& r) {
      seen_->push_back(r ? std::to_string(*r) : r.error().message());
    });
  }

  void on(Trip) { throw std::runtime_error("tripped"); }

private:
  akt::actor_ref<Gate> gate_;
  journal* seen_;
};

struct callbacks_on_a_turn : kit_test {
  akt::actor_ref<Gate> gate = kit.spawn<Gate>("gate");
  akt::actor_ref<Asker> asker = kit.spawn<Asker>("asker", gate, &seen);
};

// REE-06
TEST_F(callbacks_on_a_turn, hear_once_that_the_time_is_over_and_not_of_the_late_answer) {
  asker.tell<Begin>(100ms);
  kit.advance(99ms);
  EXPECT_TRUE(seen.empty());
  kit.advance(1ms);
  EXPECT_EQ(seen, journal{"request timed out"});
  EXPECT_EQ(kit.await(gate.ask<Open>(7)).value(), 1);
  kit.settle();
  EXPECT_EQ(seen, journal{"request timed out"});
  EXPECT_EQ(fates(akt::fate::expired), 1u);
  EXPECT_EQ(system().fates().in_flight, 0u);
  EXPECT_FALSE(kit.world().advance_to_next_timer()) << "nothing waits any more";
}

// REE-11
TEST_F(callbacks_on_a_turn, are_kept_by_a_resume_and_given_up_by_a_restart) {
  for (akt::directive d : {akt::directive::resume, akt::directive::restart}) {
    seen.clear();
    auto trips = system().spawn<Asker>(
        akt::spawn_options{.supervise = akt::supervisor().otherwise(d)}, gate, &seen);
    trips.tell<Begin>(1h);
    kit.settle();
    trips.tell<Trip>();
    kit.settle();
    EXPECT_EQ(kit.await(gate.ask<Open>(7)).value(), 1);
    kit.settle();
    EXPECT_EQ(seen, d == akt::directive::resume ? journal{"7"} : journal{}) << akt::name(d);
  }
  EXPECT_EQ(system().fates().in_flight, 0u);
}

// REE-09: unlike there, an ask is sent when it gets its callback, so that none comes too late.
TEST_F(callbacks_on_a_turn, or_outside_are_called_once_however_late_they_are_given) {
  auto echo = kit.spawn<Echo>("echo");
  auto request = echo.ask<Ping>(3);
  kit.advance(1min);
  std::move(request).then([&](const akt::result<int>& r) { seen.push_back(std::to_string(*r)); });
  kit.advance(1min);
  EXPECT_EQ(seen, journal{"3"});
}

/// A callback whose moves throw, all but the first few.
class Slippery {
public:
  explicit Slippery(journal* heard) : heard_(heard) {}
  Slippery(Slippery&& other)
      : heard_(other.heard_) { // NOLINT(performance-noexcept-move-constructor)
    if (moves-- == 0) throw std::runtime_error("slipped");
  }
  void operator()(akt::result<int> r) { heard_->push_back(std::to_string(*r)); }
  static inline int moves = 0;

private:
  journal* heard_;
};
struct Slip {};
class Juggler {
public:
  Juggler(akt::actor_ref<Echo> echo, journal* heard) : echo_(echo), heard_(heard) {}
  void on(Slip) { echo_.ask<Ping>(3).then(Slippery(heard_)); }

private:
  akt::actor_ref<Echo> echo_;
  journal* heard_;
};

TEST_F(callbacks_on_a_turn, or_outside_leave_nothing_behind_where_moving_them_throws) {
  auto echo = kit.spawn<Echo>("echo");
  const akt::supervisor resume = akt::supervisor().otherwise(akt::directive::resume);
  for (int whole = 0; whole < 3; ++whole) { // one moves it into its block, one out of it
    Slippery::moves = whole;
    try {
      echo.ask<Ping>(3).then(Slippery(&seen));
    } catch (const std::runtime_error&) {
      seen.emplace_back("threw");
    }
    kit.settle();
    Slippery::moves = whole;
    auto juggler = system().spawn<Juggler>(akt::spawn_options{.supervise = resume}, echo, &seen);
    juggler.tell<Slip>();
    kit.settle();
    juggler.stop();
    kit.settle();
  }
  EXPECT_EQ(seen, (journal{"threw", "3", "3"}));
}

} // namespace then_test
