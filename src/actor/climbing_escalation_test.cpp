// SPDX-License-Identifier: Apache-2.0
//
// Failures that climb past the parent, to whoever decides.
#include "supervision_test_support.hpp"

namespace supervision_test {

const auto escalates = supervisor().otherwise(directive::escalate);

struct Nest { // spawns the next level below
  std::string name;
};

/// A level in between, without a handler: it fails in the place of its child.
class Level {
public:
  Level(journal* seen, std::string name) : seen_(seen), name_(std::move(name)) {
    seen_->push_back(name_);
  }
  ~Level() { seen_->push_back("~" + name_); }
  Level(const Level&) = delete;
  Level& operator=(const Level&) = delete;
  akt::actor_ref<Level> on(const Nest& m, akt::context<Level>& ctx) {
    return ctx.spawn<Level>(akt::spawn_options{.name = m.name, .supervise = escalates}, seen_,
                            m.name);
  }
  akt::actor_ref<Fragile> on(const Brood& m, akt::context<Level>& ctx) {
    return ctx.spawn<Fragile>(akt::spawn_options{.name = "child", .supervise = m.rules}, seen_,
                              "child");
  }
  int on(Add m) { return total_ += m.n; }

private:
  journal* seen_;
  std::string name_;
  int total_ = 0;
};

/// Hears of failures and says that somebody above it decides.
class Courier {
public:
  explicit Courier(journal* seen) : seen_(seen) {}
  akt::actor_ref<Fragile> on(const Brood& m, akt::context<Courier>& ctx) {
    return ctx.spawn<Fragile>(akt::spawn_options{.name = "child", .supervise = m.rules}, seen_,
                              "child");
  }
  directive on(const akt::child_failed& news) {
    seen_->push_back("courier: " + std::string(news.why.detail()));
    return directive::escalate;
  }
  int on(Add m) { return total_ += m.n; }

private:
  journal* seen_;
  int total_ = 0;
};

/// Decides on what has come up to it.
class Chief {
public:
  Chief(journal* seen, directive decision) : seen_(seen), decision_(decision) {}
  akt::actor_ref<Level> on(const Nest& m, akt::context<Chief>& ctx) {
    return ctx.spawn<Level>(akt::spawn_options{.name = m.name, .supervise = escalates}, seen_,
                            m.name);
  }
  akt::actor_ref<Courier> on(const Brood& m, akt::context<Chief>& ctx) {
    return ctx.spawn<Courier>(akt::spawn_options{.name = "courier", .supervise = m.rules}, seen_);
  }
  directive on(const akt::child_failed& news) {
    seen_->push_back(news.path + ": " + std::string(news.why.detail()));
    return decision_;
  }
  akt::task<> on(Wait1s, akt::context<Chief>& ctx) { co_await ctx.sleep(1s); }
  int on(Ping m) const { return m.n; }

private:
  journal* seen_;
  directive decision_;
};

struct climbing_escalation : supervised {
  /// chief/upper/lower/child and lower/calm, whom nothing concerns.
  void make(directive decision) {
    chief = kit.spawn<Chief>("chief", &seen, decision);
    upper = kit.await(chief.ask<Nest>("upper")).value();
    lower = kit.await(upper.ask<Nest>("lower")).value();
    child = kit.await(lower.ask<Brood>(1, escalates)).value();
    sibling = kit.await(upper.ask<Nest>("sibling")).value();
    kit.settle();
    seen.clear();
  }
  template <class A>
  int add(A to, int n) {
    return kit.await(to.template ask<Add>(n)).value();
  }

  akt::actor_ref<Chief> chief;
  akt::actor_ref<Level> upper, lower, sibling;
  akt::actor_ref<Fragile> child;
};

// SUP-19
TEST_F(climbing_escalation, is_decided_two_levels_above_the_parent) {
  make(directive::resume);
  add(child, 1);
  add(lower, 2);
  add(upper, 4);
  child.tell<Break>("x");
  EXPECT_EQ(add(child, 10), 11);
  EXPECT_EQ(seen, (journal{"akt://test/chief/upper: x"})) << "nobody is made anew, nobody ends";
  EXPECT_EQ(add(lower, 0), 2);
  EXPECT_EQ(add(upper, 0), 4);
  EXPECT_EQ(add(sibling, 1), 1);
}

TEST_F(climbing_escalation, keeps_those_between_waiting_and_loses_nothing_of_theirs) {
  make(directive::resume);
  add(child, 1);
  add(lower, 2);
  add(upper, 4);
  chief.tell<Wait1s>();
  kit.settle();
  child.tell<Break>("x");
  kit.settle();
  auto of_child = later(child.ask<Add>(10)), of_lower = later(lower.ask<Add>(20)),
       of_upper = later(upper.ask<Add>(40));
  kit.advance(900ms);
  EXPECT_FALSE(*of_child || *of_lower || *of_upper) << "they wait for the decision";
  EXPECT_EQ(add(sibling, 1), 1) << "nobody else waits";
  kit.advance(200ms);
  ASSERT_TRUE(*of_child && *of_lower && *of_upper);
  EXPECT_EQ((*of_child)->value(), 11);
  EXPECT_EQ((*of_lower)->value(), 22);
  EXPECT_EQ((*of_upper)->value(), 44);
  EXPECT_EQ(seen, (journal{"akt://test/chief/upper: x"}));
}

TEST_F(climbing_escalation, that_is_decided_with_restart_makes_the_one_below_anew) {
  make(directive::restart);
  add(upper, 4);
  child.tell<Break>("x");
  kit.settle();
  EXPECT_EQ(add(upper, 1), 1);
  EXPECT_EQ(times("upper"), 1) << "since it was made first";
  EXPECT_EQ(times("~child") + times("~lower") + times("~sibling"), 3) << "its rules keep nobody";
  EXPECT_EQ(system().actors_alive(), 2u);
}

TEST_F(climbing_escalation, that_is_decided_with_stop_ends_the_branch_and_nobody_above) {
  make(directive::stop);
  child.tell<Break>("x");
  kit.settle();
  EXPECT_EQ(system().actors_alive(), 1u);
  EXPECT_EQ(kit.await(chief.ask<Ping>(3)).value(), 3);
}

// SUP-19
TEST_F(climbing_escalation, goes_past_a_handler_that_says_so) {
  chief = kit.spawn<Chief>("chief", &seen, directive::resume);
  auto courier = kit.await(chief.ask<Brood>(1, escalates)).value();
  child = kit.await(courier.ask<Brood>(1, escalates)).value();
  kit.settle();
  seen.clear();
  add(child, 1);
  add(courier, 2);
  child.tell<Break>("x");
  EXPECT_EQ(add(child, 10), 11);
  EXPECT_EQ(add(courier, 20), 22);
  EXPECT_EQ(seen, (journal{"courier: x", "akt://test/chief/courier: x"}));
}

} // namespace supervision_test
