// SPDX-License-Identifier: Apache-2.0
//
// Messages that actors put aside and take up again.
#include "budget_test_support.hpp"

namespace stash_test {

using namespace actor_test;
using akt::directive;
using akt::supervisor;

struct Item {
  int n;
};
struct Price {
  int n;
};
struct OpenUp {};
struct Close {};
struct TakeOne {};
struct TakeAll {};
struct TakeEach {};
struct TakeOneThenAll {};
struct HowMany {};
struct Fall {};
struct KeepAndFall {
  bool by_throw;
};
struct KeepAndWait {};

/// Puts items aside until it is open.
class Shop {
  using context = akt::context<Shop>;

public:
  explicit Shop(journal* seen) : seen_(seen) {}
  void on(Item m, context& ctx) {
    if (!open_)
      ctx.stash(m);
    else
      seen_->push_back(std::to_string(m.n));
  }
  int on(Price m, context& ctx) {
    if (!open_) ctx.stash(std::move(m));
    return 10 * m.n;
  }
  void on(OpenUp) { open_ = true; }
  void on(Close) { open_ = false; }
  bool on(TakeOne, context& ctx) { return ctx.unstash_one(); }
  int on(TakeEach, context& ctx) {
    int taken = 0;
    while (ctx.unstash_one()) ++taken;
    return taken;
  }
  std::size_t on(TakeOneThenAll, context& ctx) { return ctx.unstash_one() + ctx.unstash_all(); }
  std::size_t on(TakeAll, context& ctx) { return ctx.unstash_all(); }
  std::size_t on(HowMany, context& ctx) const { return ctx.stashed(); }
  void on(Fall) const { throw std::runtime_error("fell"); }
  int on(KeepAndFall m, context& ctx) {
    if (open_) return 5;
    ctx.stash(m);
    if (m.by_throw) throw std::runtime_error("fell");
    ctx.fail(akt::error(akt::errc::rejected, "fell"));
    return 0;
  }
  akt::task<int> on(KeepAndWait m, context& ctx) {
    if (open_) co_return 6;
    ctx.stash(m);
    co_await ctx.sleep(1s);
    co_return 0;
  }

private:
  journal* seen_;
  bool open_ = false;
};

struct stashes : kit_test {
  akt::actor_ref<Shop> shop(const akt::spawn_options& how) {
    return system().spawn<Shop>(how, &seen);
  }
  akt::actor_ref<Shop> s =
      shop({.name = "s", .supervise = supervisor().otherwise(directive::resume)});
  std::size_t stashed() { return kit.await(s.ask<HowMany>()).value(); }
};

// STSH-01, STSH-03: every actor has a stash, so that there is no error of one without.
TEST_F(stashes, come_back_in_their_order) {
  for (int i = 1; i <= 3; ++i) s.tell<Item>(i);
  EXPECT_EQ(stashed(), 3u);
  EXPECT_TRUE(seen.empty());
  s.tell<OpenUp>();
  EXPECT_EQ(kit.await(s.ask<TakeAll>()).value(), 3u);
  EXPECT_EQ(stashed(), 0u);
  EXPECT_EQ(seen, (journal{"1", "2", "3"}));
}

// STSH-02
TEST_F(stashes, come_back_one_at_a_time_oldest_first) {
  for (int i = 1; i <= 3; ++i) s.tell<Item>(i);
  s.tell<OpenUp>();
  EXPECT_TRUE(kit.await(s.ask<TakeOne>()).value());
  kit.settle();
  EXPECT_EQ(seen, (journal{"1"}));
  EXPECT_EQ(stashed(), 2u);
  s.tell<TakeOne>();
  s.tell<TakeOne>();
  EXPECT_FALSE(kit.await(s.ask<TakeOne>()).value());
  EXPECT_EQ(kit.await(s.ask<TakeAll>()).value(), 0u);
  EXPECT_EQ(seen, (journal{"1", "2", "3"}));
}

// STSH-01, W-09
TEST_F(stashes, come_back_in_their_order_also_if_one_handler_takes_them_one_by_one) {
  for (int i = 1; i <= 4; ++i) s.tell<Item>(i);
  s.tell<OpenUp>();
  EXPECT_EQ(kit.await(s.ask<TakeEach>()).value(), 4);
  kit.settle();
  EXPECT_EQ(seen, (journal{"1", "2", "3", "4"}));
}

TEST_F(stashes, come_back_in_their_order_in_front_of_mail_that_waits_however_they_are_taken) {
  for (int i = 1; i <= 3; ++i) s.tell<Item>(i);
  s.tell<OpenUp>();
  s.tell<TakeOneThenAll>();
  s.tell<Item>(4);
  kit.settle();
  EXPECT_EQ(seen, (journal{"1", "2", "3", "4"}));
  s.tell<Close>();
  for (int i = 5; i <= 6; ++i) s.tell<Item>(i);
  s.tell<OpenUp>();
  s.tell<TakeEach>();
  s.tell<Item>(7);
  kit.settle();
  EXPECT_EQ(seen, (journal{"1", "2", "3", "4", "5", "6", "7"})) << "and once more";
}

// STSH-04
TEST_F(stashes, take_the_asker_along) {
  auto price = later(s.ask<Price>(7));
  kit.settle();
  EXPECT_FALSE(*price) << "what the stashing handler returns reaches nobody";
  s.tell<OpenUp>();
  s.tell<TakeAll>();
  kit.settle();
  ASSERT_TRUE(*price);
  EXPECT_EQ((*price)->value(), 70);
}

TEST_F(stashes, count_a_message_as_handled_once) {
  const auto before = system().fates();
  s.tell<Item>(1);
  kit.settle();
  EXPECT_EQ(system().fates()[akt::fate::handled], before[akt::fate::handled]);
  EXPECT_EQ(system().fates().in_flight, 1u);
  s.tell<OpenUp>();
  s.tell<TakeAll>();
  kit.settle();
  EXPECT_EQ(system().fates()[akt::fate::handled], before[akt::fate::handled] + 3);
  EXPECT_EQ(system().fates().sent, before.sent + 3);
}

// STSH-05
TEST_F(stashes, come_back_in_front_of_mail_that_waits) {
  s.tell<Item>(1);
  s.tell<Item>(2);
  s.tell<OpenUp>();
  s.tell<TakeAll>();
  s.tell<Item>(3);
  kit.settle();
  EXPECT_EQ(seen, (journal{"1", "2", "3"}));
}

TEST_F(stashes, may_be_put_aside_again_and_keep_their_order) {
  s.tell<Item>(1);
  s.tell<Item>(2);
  for (int i = 0; i < 3; ++i) s.tell<TakeAll>();
  kit.settle();
  s.tell<OpenUp>();
  s.tell<TakeAll>();
  kit.settle();
  EXPECT_EQ(seen, (journal{"1", "2"}));
}

// STSH-06
TEST_F(stashes, end_with_their_actor) {
  s.tell<Item>(1);
  auto price = later(s.ask<Price>(7));
  kit.settle();
  s.stop();
  kit.settle();
  EXPECT_EQ(error_of(**price), akt::errc::stopped);
  EXPECT_EQ(fates(akt::fate::stopped), 2u);
}

TEST_F(stashes, are_cancelled_by_a_restart) {
  auto r = shop({.name = "r", .supervise = supervisor().otherwise(directive::restart)});
  r.tell<Item>(1);
  auto price = later(r.ask<Price>(7));
  kit.settle();
  r.tell<Fall>();
  kit.settle();
  ASSERT_TRUE(*price);
  EXPECT_EQ(error_of(**price), akt::errc::cancelled);
  EXPECT_EQ(fates(akt::fate::cancelled), 2u);
}

TEST_F(stashes, are_bounded_by_the_options_of_the_spawn) {
  auto two = shop({.stash_max = 2});
  two.tell<Item>(1);
  two.tell<Item>(2);
  EXPECT_EQ(error_of(kit.await(two.ask<Price>(7))), akt::errc::stash_full);
  two.tell<Item>(3);
  two.tell<OpenUp>();
  two.tell<TakeAll>();
  kit.settle();
  EXPECT_EQ(seen, (journal{"1", "2"}));
  EXPECT_EQ(fates(akt::fate::stash_full), 2u);
}

TEST_F(stashes, hold_a_thousand_unless_told_otherwise) {
  auto plain = kit.spawn<Shop>(akt::anonymous, &seen);
  for (int i = 0; i < 1001; ++i) plain.tell<Item>(i);
  kit.settle();
  EXPECT_EQ(fates(akt::fate::stash_full), 1u);
  EXPECT_EQ(kit.await(plain.ask<TakeAll>()).value(), 1000u);
  plain.stop(akt::now);
}

TEST_F(stashes, survive_a_handler_that_stashes_and_fails) {
  for (bool by_throw : {true, false}) {
    auto answer = later(s.ask<KeepAndFall>(by_throw));
    kit.settle();
    EXPECT_EQ(stashed(), 1u);
    s.tell<OpenUp>();
    s.tell<TakeAll>();
    s.tell<Close>();
    kit.settle();
    EXPECT_EQ((*answer)->value(), 5);
  }
}

TEST_F(stashes, take_along_the_asker_of_a_handler_that_waits) {
  auto answer = later(s.ask<KeepAndWait>());
  kit.settle();
  s.tell<OpenUp>();
  s.tell<TakeAll>();
  kit.advance(2s);
  EXPECT_EQ((*answer)->value(), 6);
}

TEST_F(stashes, count_one_end_for_a_handler_that_stashed_and_is_destroyed) {
  auto answer = later(s.ask<KeepAndWait>());
  kit.settle();
  s.stop(akt::now);
  kit.settle();
  EXPECT_EQ(error_of(**answer), akt::errc::stopped);
  EXPECT_EQ(fates(akt::fate::cancelled), 0u);
  EXPECT_EQ(fates(akt::fate::stopped), 1u);
}

struct Connected {};
struct Send {
  std::string line;
};

/// Handles nothing but `Connected` until that has come.
class Link {
  using context = akt::context<Link>;

public:
  void on(const akt::started&, context& ctx) {
    ctx.become(akt::stash_others, [](Connected, context& c) {
      c.unbecome();
      c.unstash_all();
    });
  }
  void on(Connected) {}
  std::string on(const Send& m) { return sent_ += m.line; }

private:
  std::string sent_;
};

TEST_F(stashes, take_what_a_behavior_does_not_name) {
  auto link = kit.spawn<Link>("link");
  auto a = later(link.ask<Send>("a"));
  kit.settle();
  auto b = later(link.ask<Send>("b"));
  kit.settle();
  EXPECT_FALSE(*a);
  link.tell<Connected>();
  kit.settle();
  auto c = later(link.ask<Send>("c"));
  kit.settle();
  EXPECT_EQ((*a)->value(), "a");
  EXPECT_EQ((*b)->value(), "ab");
  EXPECT_EQ((*c)->value(), "abc");
}

TEST_F(stashes, take_what_a_behavior_does_not_name_only_as_far_as_they_go) {
  auto link = system().spawn<Link>(akt::spawn_options{.stash_max = 1});
  auto a = later(link.ask<Send>("a"));
  kit.settle();
  EXPECT_EQ(error_of(kit.await(link.ask<Send>("b"))), akt::errc::stash_full);
  link.tell<Connected>();
  kit.settle();
  EXPECT_EQ((*a)->value(), "a");
}

struct Note {
  int n;
};
struct Twice {
  int n;
};

/// Stashes what it was not told, and a message twice.
class Inventive {
  using context = akt::context<Inventive>;

public:
  explicit Inventive(journal* seen) : seen_(seen) {}
  int on(Twice m, context& ctx) {
    if (m.n == 0) return 8;
    ctx.stash(Twice{0});
    ctx.stash(Twice{0});
    ctx.stash(Note{1});
    ctx.unstash_all();
    return 9;
  }
  void on(Note m) { seen_->push_back(std::to_string(m.n)); }

private:
  journal* seen_;
};

TEST_F(stashes, give_the_asker_to_the_first_message_of_the_same_type) {
  auto i = kit.spawn<Inventive>("i", &seen);
  EXPECT_EQ(kit.await(i.ask<Twice>(1)).value(), 8);
  kit.settle();
  EXPECT_EQ(seen, (journal{"1"}));
  EXPECT_EQ(fates(akt::fate::handled), system().fates().sent);
}

struct Parch {};

/// Stashes while there is no memory.
class Parched {
public:
  int on(Parch m, akt::context<Parched>& ctx) {
    drought all;
    refused_ += !ctx.stash(m);
    return refused_;
  }
  int on(HowMany) const { return refused_; }

private:
  int refused_ = 0;
};

struct scarce_stashes : budgets {};

TEST_F(scarce_stashes, answer_their_asker_without_memory) {
  make(std::size_t(2) << 20);
  auto p = kit->spawn<Parched>("p");
  EXPECT_EQ(error_of(kit->await(p.ask<Parch>())), akt::errc::over_budget);
  EXPECT_EQ(kit->await(p.ask<HowMany>()).value(), 1);
  EXPECT_EQ(refused(), 1u);
}

} // namespace stash_test
