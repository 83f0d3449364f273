// SPDX-License-Identifier: Apache-2.0
//
// become() and unbecome(): lambdas in the place of an actor's own on().
#include "budget_test_support.hpp"

namespace behavior_test {

using namespace actor_test;
using akt::directive;
using akt::supervisor;

struct Say {
  std::string what;
};
struct Turn {
  int to; ///< the number of the behavior
};
struct Back {};
struct BackToBase {};
struct Sum {
  int a, b;
};
struct Slow {};
struct Break {};

/// Writes down what it hears and in which mood it is; `Turn` stacks a mood of that number.
class Moody {
  using context = akt::context<Moody>;

public:
  Moody(journal* seen, int* alive) : seen_(seen), alive_(alive) {}
  void on(const Say& m) { write("base", m); }
  void on(Turn m, context& ctx) { turn(m.to, ctx); }
  void on(Back, context& ctx) { ctx.unbecome(); }
  void on(BackToBase, context& ctx) { ctx.unbecome_all(); }
  int on(Sum m) const { return m.a + m.b; }
  int on(Slow) const { return 0; }
  int on(Break) const { throw std::runtime_error("broken"); }
  void on(Watch m, context& ctx) { ctx.watch(m.who); }
  void on(const akt::terminated&) { seen_->push_back("terminated"); }

private:
  void write(const std::string& mood, const Say& m) { seen_->push_back(mood + ": " + m.what); }
  void turn(int to, context& ctx) {
    const std::string mood = std::to_string(to);
    ctx.become([this, mood](const Say& m) { write(mood, m); },
               [this](Turn m, context& c) { turn(m.to, c); },
               [held = witness(alive_)](Back, context& c) { c.unbecome(); },
               [](BackToBase, context& c) { c.unbecome_all(); },
               [to](Sum m) { return m.a * m.b + to; },
               [this, held = std::string("held")](Slow, context& c) -> akt::task<int> {
                 co_await c.sleep(1s);
                 seen_->push_back(held);
                 co_return 1;
               });
    write(mood, Say{"turned"}); // the handler that runs is not disturbed
  }

  journal* seen_;
  int* alive_;
};

struct behaviors : kit_test {
  akt::actor_ref<Moody> moody(const supervisor& rules = supervisor()) {
    return system().spawn<Moody>(akt::spawn_options{.name = "m", .supervise = rules}, &seen,
                                 &alive);
  }
  akt::actor_ref<Moody> m = moody();
};

// BEH-01, BEH-03
TEST_F(behaviors, count_from_the_next_message_on) {
  m.tell<Say>("a");
  m.tell<Turn>(1);
  m.tell<Say>("b");
  m.tell<Back>();
  m.tell<Say>("c");
  kit.settle();
  EXPECT_EQ(seen, (journal{"base: a", "1: turned", "1: b", "base: c"}));
}

// BEH-02
TEST_F(behaviors, are_stacked) {
  m.tell<Turn>(1);
  m.tell<Turn>(2);
  m.tell<Say>("a");
  m.tell<Back>();
  m.tell<Say>("b");
  m.tell<Back>();
  m.tell<Say>("c");
  kit.settle();
  EXPECT_EQ(seen, (journal{"1: turned", "2: turned", "2: a", "1: b", "base: c"}));
}

// BEH-04: where GoAkt's actor goes deaf.
TEST_F(behaviors, are_not_popped_below_the_base) {
  m.tell<Back>();
  m.tell<BackToBase>();
  m.tell<Say>("a");
  m.tell<Turn>(1);
  m.tell<Turn>(2);
  m.tell<BackToBase>();
  m.tell<Say>("b");
  kit.settle();
  EXPECT_EQ(seen, (journal{"base: a", "1: turned", "2: turned", "base: b"}));
}

TEST_F(behaviors, answer_asks) {
  m.tell<Turn>(1000);
  EXPECT_EQ(kit.await(m.ask<Sum>(3, 4)).value(), 1012);
}

// MSG-09
TEST_F(behaviors, answer_unhandled_what_they_do_not_name) {
  m.tell<Turn>(1);
  EXPECT_EQ(error_of(kit.await(m.ask<Break>())), akt::errc::unhandled);
  EXPECT_EQ(fates(akt::fate::unhandled), 1u);
}

TEST_F(behaviors, take_effect_within_a_batch_and_lose_nothing) {
  for (int i = 0; i < 100; ++i) {
    m.tell<Turn>(i);
    m.tell<Say>("x");
    m.tell<Back>();
    m.tell<Say>("y");
  }
  kit.settle();
  ASSERT_EQ(seen.size(), 300u);
  for (std::size_t i = 0; i < 100; ++i) {
    EXPECT_EQ(seen[3 * i + 1], std::to_string(i) + ": x");
    EXPECT_EQ(seen[3 * i + 2], "base: y");
  }
}

TEST_F(behaviors, that_are_popped_live_until_their_handler_is_done) {
  m.tell<Turn>(1);
  kit.settle();
  EXPECT_EQ(alive, 1);
  m.tell<Back>(); // pops the lambda that runs
  kit.settle();
  EXPECT_EQ(alive, 0);
}

struct Nap {};

/// A handler that waits, in a behavior that is popped meanwhile.
class Napping {
  using context = akt::context<Napping>;

public:
  Napping(journal* seen, int* alive) : seen_(seen), alive_(alive) {}
  void on(const akt::started&, context& ctx) {
    ctx.become([held = witness(alive_),
                text = std::string("a text that does not fit into the string"),
                seen = seen_](Nap, context& c) -> akt::task<> {
      c.unbecome();
      co_await c.sleep(1s);
      seen->push_back(text);
    });
  }
  void on(Nap) { seen_->push_back("base"); }

private:
  journal* seen_;
  int* alive_;
};

TEST_F(behaviors, that_are_popped_live_while_their_handler_waits) {
  auto n = kit.spawn<Napping>("n", &seen, &alive);
  n.tell<Nap>();
  n.tell<Nap>();
  kit.settle();
  EXPECT_EQ(alive, 1);
  kit.advance(1s);
  EXPECT_EQ(seen, (journal{"a text that does not fit into the string", "base"}));
  EXPECT_EQ(alive, 0);
}

TEST_F(behaviors, that_are_popped_end_with_an_actor_whose_handler_waits) {
  auto n = kit.spawn<Napping>("n", &seen, &alive);
  n.tell<Nap>();
  kit.settle();
  n.stop(akt::now);
  kit.settle();
  EXPECT_EQ(alive, 0);
}

TEST_F(behaviors, handle_by_coroutines_too) {
  m.tell<Turn>(1);
  EXPECT_EQ(kit.await(m.ask<Slow>()).value(), 1);
  EXPECT_EQ(seen.back(), "held");
}

// REST-09
TEST_F(behaviors, are_gone_after_a_restart) {
  m.stop();
  kit.settle();
  auto r = moody(supervisor().otherwise(directive::restart));
  r.tell<Turn>(1);
  r.tell<Turn>(2);
  kit.settle();
  EXPECT_EQ(alive, 2);
  akt::any_ref(r).restart();
  r.tell<Say>("a");
  kit.settle();
  EXPECT_EQ(alive, 0);
  EXPECT_EQ(seen.back(), "base: a");
}

TEST_F(behaviors, are_gone_with_their_actor) {
  m.tell<Turn>(1);
  m.tell<Turn>(2);
  m.stop();
  kit.settle();
  EXPECT_EQ(alive, 0);
}

TEST_F(behaviors, leave_terminated_to_the_actor) {
  auto other = kit.spawn<Echo>("other");
  m.tell<Watch>(akt::any_ref(other));
  m.tell<Turn>(1);
  kit.settle();
  other.stop();
  kit.settle();
  EXPECT_EQ(seen.back(), "terminated");
}

/// Becomes as its constructor is told, with a lambda that throws or one that names terminated.
class Special {
  using context = akt::context<Special>;

public:
  Special(journal* seen, int depth) : seen_(seen), depth_(depth) {}
  void on(const akt::started&, context& ctx) {
    for (int i = 0; i < depth_; ++i)
      ctx.become(
          akt::keep_others, [](Break) -> int { throw std::runtime_error("in a lambda"); },
          [this](const akt::terminated& t) { seen_->push_back("lambda: " + t.path); });
  }
  void on(const akt::terminated&) { seen_->push_back("terminated"); }
  void on(Watch m, context& ctx) { ctx.watch(m.who); }
  int on(Break) const { return 0; }
  int on(Sum m) const { return m.a + m.b; }
  void on(const akt::stopping&) { seen_->push_back("stopping"); }

private:
  journal* seen_;
  int depth_;
};

struct Open {};
struct Die {};
class Keeper;
class Kept {
public:
  void on(Die, akt::context<Kept>& ctx) { ctx.stop(); }
};

/// Puts the news of an end aside until a behavior names them.
class Keeper {
public:
  explicit Keeper(journal* seen) : seen_(seen) {}
  void on(const akt::started&, akt::context<Keeper>& ctx) {
    auto kept = ctx.spawn<Kept>("kept");
    ctx.watch(kept);
    kept.tell<Die>();
  }
  void on(akt::terminated t, akt::context<Keeper>& ctx) {
    seen_->push_back("own");
    ctx.stash(std::move(t));
  }
  void on(Open, akt::context<Keeper>& ctx) {
    ctx.become([this](const akt::terminated& t) { seen_->push_back("lambda: " + t.path); });
    ctx.unstash_all();
  }

private:
  journal* seen_;
};

TEST_F(behaviors, that_name_terminated_get_it_from_the_stash) {
  auto keeper = kit.spawn<Keeper>("keeper", &seen);
  kit.settle();
  keeper.tell<Open>();
  kit.settle();
  EXPECT_EQ(seen, (journal{"own", "lambda: akt://test/keeper/kept"}));
  keeper.tell<akt::terminated>("told", akt::stop_reason::stopped, akt::any_ref());
  kit.settle();
  EXPECT_EQ(seen.back(), "lambda: told") << "whoever tells it";
}

TEST_F(behaviors, may_name_terminated_and_leave_other_signals_to_the_actor) {
  auto s = kit.spawn<Special>("s", &seen, 1);
  auto other = kit.spawn<Echo>("other");
  s.tell<Watch>(akt::any_ref(other));
  kit.settle();
  other.stop();
  kit.settle();
  s.stop();
  kit.settle();
  EXPECT_EQ(seen, (journal{"lambda: akt://test/other", "stopping"}));
}

TEST_F(behaviors, keep_others_for_the_actors_own_handlers) {
  auto s = kit.spawn<Special>("s", &seen, 1);
  EXPECT_EQ(kit.await(s.ask<Sum>(3, 4)).value(), 7);
}

TEST_F(behaviors, that_throw_fail_their_actor) {
  auto s = kit.spawn<Special>("s", &seen, 1);
  EXPECT_EQ(error_of(kit.await(s.ask<Break>())).message(), "actor failed: in a lambda");
  EXPECT_EQ(error_of(kit.await(s.ask<Sum>(1, 1))), akt::errc::stopped);
}

TEST_F(behaviors, are_nested_only_so_deep) {
  auto fits = kit.spawn<Special>("fits", &seen, int(akt::behaviors_max));
  EXPECT_EQ(kit.await(fits.ask<Sum>(1, 1)).value(), 2);
  auto deep = kit.spawn<Special>("deep", &seen, int(akt::behaviors_max) + 1);
  EXPECT_EQ(error_of(kit.await(deep.ask<Sum>(1, 1))), akt::errc::stopped);
}

struct scarce_behaviors : budgets {};

struct Flip {
  int times;
};

class Flipping {
  using context = akt::context<Flipping>;

public:
  int on(Flip m, context& ctx) {
    for (int i = 0; i < m.times; ++i) {
      ctx.become([](Flip) { return -1; });
      ctx.unbecome();
    }
    if (m.times != 1) return m.times;
    ctx.become([](Flip, context& c) {
      c.unbecome();
      return 2;
    });
    return 1;
  }
};

// BEH-05
TEST_F(scarce_behaviors, that_change_a_million_times_take_no_memory) {
  make();
  auto f = kit->spawn<Flipping>("f");
  EXPECT_EQ(kit->await(f.ask<Flip>(1)).value(), 1);
  EXPECT_EQ(kit->await(f.ask<Flip>(1)).value(), 2);
  for (int i = 0; i < 2000; ++i) f.tell<Flip>(1); // as many envelopes as it will take
  kit->settle();
  const std::size_t before = memory.bytes_given;
  EXPECT_EQ(kit->await(f.ask<Flip>(500'000)).value(), 500'000);
  for (int i = 0; i < 250'000; ++i) {
    f.tell<Flip>(1);
    f.tell<Flip>(1);
    if (i % 1000 == 0) kit->settle();
  }
  kit->settle();
  EXPECT_EQ(memory.bytes_given, before);
}

struct Dry {};

/// Becomes while there is no memory.
class Thirsty {
public:
  explicit Thirsty(bool has_conduct) : has_conduct_(has_conduct) {}
  int on(Dry, akt::context<Thirsty>& ctx) {
    if (has_conduct_) {
      ctx.become([](Dry) { return 1; });
      ctx.unbecome();
    }
    drought all;
    ctx.become([](Dry) { return 1; });
    return 0;
  }

private:
  bool has_conduct_;
};

TEST_F(scarce_behaviors, fail_their_actor_without_memory) {
  for (bool has_conduct : {false, true}) {
    make(std::size_t(2) << 20);
    auto t = kit->spawn<Thirsty>("t", has_conduct);
    EXPECT_EQ(error_of(kit->await(t.ask<Dry>())).message(),
              "actor failed: over the memory budget: become(): memory is refused");
  }
}

struct CallBack {
  akt::actor_ref<Echo> who;
};

/// Becomes, unbecomes and unstashes in a callback, which comes while its own mail is handled.
class Called {
  using context = akt::context<Called>;

public:
  explicit Called(journal* seen) : seen_(seen) {}
  void on(const CallBack& m, context& ctx) {
    m.who.ask<Ping>(0).then([this, &ctx](const akt::result<int>&) {
      ctx.become([this](const Say& s) { seen_->push_back("lambda: " + s.what); });
    });
  }
  void on(const Say& m, context& ctx) {
    seen_->push_back("base: " + m.what);
    ctx.self().tell<Say>(m.what); // never without mail
  }

private:
  journal* seen_;
};

TEST_F(behaviors, may_begin_in_a_callback_between_messages) {
  for (std::uint64_t seed = 1; seed < 50; ++seed) {
    journal heard;
    akt::testkit::kit k({.seed = seed});
    auto echo = k.spawn<Echo>("echo");
    auto c = k.spawn<Called>("c", &heard);
    c.tell<CallBack>(echo);
    c.tell<Say>("x");
    k.settle(); // ends only if the lambda is reached
    EXPECT_EQ(heard.back(), "lambda: x");
  }
}

} // namespace behavior_test
