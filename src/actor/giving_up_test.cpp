// SPDX-License-Identifier: Apache-2.0
//
// Asks with a callback that are given up.
#include "test_support.hpp"

namespace giving_up_test {

using namespace actor_test;
using akt::errc;
using akt::fate;

struct Begin {};
struct GiveUp {};

/// Asks a gate, and gives up.
class Impatient {
  using context = akt::context<Impatient>;

public:
  Impatient(akt::actor_ref<Gate> gate, journal* seen, int* alive)
      : gate_(gate), seen_(seen), alive_(alive) {}
  void on(Begin) {
    ask_ = gate_.ask<Wait>().then([this, w = witness(alive_)](akt::result<int> r) {
      seen_->push_back(r ? std::to_string(*r) : "error");
      ask_.cancel(); // it is over: nothing happens
    });
  }
  void on(GiveUp) { ask_.cancel(); }
  akt::ongoing_ask on(Open) const { return ask_; }

private:
  akt::actor_ref<Gate> gate_;
  journal* seen_;
  int* alive_;
  akt::ongoing_ask ask_;
};

struct asks_given_up : kit_test {
  akt::actor_ref<Gate> gate = kit.spawn<Gate>("gate");
  akt::actor_ref<Impatient> one = kit.spawn<Impatient>("one", gate, &seen, &alive);

  asks_given_up() {
    one.tell<Begin>();
    kit.settle();
  }
};

// REE-07
TEST_F(asks_given_up, are_answered_to_nobody) {
  EXPECT_EQ(alive, 1);
  one.tell<GiveUp>();
  kit.settle();
  EXPECT_EQ(alive, 0) << "the callback is gone at once";
  one.tell<GiveUp>();
  EXPECT_EQ(kit.await(gate.ask<Open>(7)).value(), 1) << "who was asked does not know";
  kit.settle();
  EXPECT_TRUE(seen.empty());
  EXPECT_EQ(fates(fate::expired), 1u);
}

TEST_F(asks_given_up, do_not_time_out) {
  one.tell<GiveUp>();
  kit.advance(1min);
  EXPECT_TRUE(seen.empty());
}

TEST_F(asks_given_up, after_their_answer_are_over_already) {
  gate.tell<Open>(7);
  kit.settle();
  one.tell<GiveUp>();
  kit.settle();
  EXPECT_EQ(seen, (journal{"7"}));
}

TEST_F(asks_given_up, leave_later_asks_alone) {
  one.tell<GiveUp>();
  one.tell<Begin>();
  kit.settle();
  gate.tell<Open>(8);
  kit.settle();
  EXPECT_EQ(seen, (journal{"8"}));
}

TEST_F(asks_given_up, among_thousands_leave_the_others) {
  struct Many {
    akt::actor_ref<Gate> gate;
    journal* seen;
    std::vector<akt::ongoing_ask> asks{};
    void on(Begin) {
      for (int i = 0; i < 2000; ++i)
        asks.push_back(gate.ask<Wait>().then([s = seen](akt::result<int>) { s->push_back("x"); }));
    }
    void on(GiveUp) {
      for (std::size_t i = 0; i < asks.size(); i += 2) asks[i].cancel();
    }
  };
  auto many = kit.spawn<Many>("many", gate, &seen);
  many.tell<Begin>();
  kit.settle();
  many.tell<GiveUp>();
  kit.settle();
  gate.tell<Open>();
  kit.settle();
  EXPECT_EQ(seen.size(), 1001u) << "and the one of `one`";
}

TEST_F(asks_given_up, of_nothing_or_of_an_actor_that_has_ended_are_nothing) {
  akt::ongoing_ask().cancel();
  auto ask = kit.await(one.ask<Open>()).value();
  one.stop();
  kit.settle();
  ask.cancel();
  EXPECT_EQ(alive, 0);
}

// REE-07
TEST_F(asks_given_up, outside_of_a_turn_are_answered_to_nobody) {
  auto ask = gate.ask<Wait>().then(
      [this, w = witness(&alive)](akt::result<int>) { seen.push_back("called"); });
  kit.settle();
  EXPECT_EQ(alive, 2);
  ask.cancel();
  ask.cancel();
  kit.settle();
  EXPECT_EQ(alive, 1);
  EXPECT_EQ(kit.await(gate.ask<Open>(7)).value(), 2);
  kit.settle();
  EXPECT_EQ(seen, (journal{"7"}));
  ask.cancel();
  kit.settle();
}

TEST_F(asks_given_up, outside_of_a_turn_before_they_were_sent_are_answered_to_nobody) {
  gate.ask<Wait>().then([this](akt::result<int>) { seen.push_back("called"); }).cancel();
  kit.advance(1min);
  EXPECT_EQ(seen, (journal{"error"})) << "of `one` alone";
}

TEST_F(asks_given_up, that_were_refused_at_once_are_nothing) {
  akt::errc why{};
  auto ask = akt::actor_ref<Gate>().ask<Wait>().then([&](akt::result<int> r) {
    why = errc::null_reference;
    (void)r;
  });
  ask.cancel();
  EXPECT_EQ(why, errc::null_reference);
}

using asks_given_up_death = asks_given_up;

TEST_F(asks_given_up_death, elsewhere_are_a_named_bug) {
  auto ask = kit.await(one.ask<Open>()).value();
  EXPECT_DEATH(ask.cancel(), "an ask is given up on a turn of the actor that asked");
}

} // namespace giving_up_test
