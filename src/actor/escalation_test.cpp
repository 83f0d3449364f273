// SPDX-License-Identifier: Apache-2.0
//
// Failures that climb to the parent.
#include "supervision_test_support.hpp"

namespace supervision_test {

/// Decides as it was told, and writes down who has failed, why, and at which message.
struct Calm {
  explicit Calm(journal* s) : seen(s) {}
  akt::actor_ref<Fragile> on(const Brood& m, akt::context<Calm>& ctx) {
    return ctx.spawn<Fragile>(akt::spawn_options{.name = "child", .supervise = m.rules}, seen,
                              "child");
  }
  directive on(const akt::child_failed& news) {
    EXPECT_EQ(news.child.path(), news.path);
    seen->push_back(news.path + ": " + std::string(news.why.detail()));
    const auto trace = news.why.trace();
    seen->push_back("at " + std::string(trace.empty() ? "nothing" : trace.front().handling));
    return decision;
  }
  void on(directive d) { decision = d; }
  akt::task<> on(Wait1s, akt::context<Calm>& ctx) { co_await ctx.sleep(1s); }
  journal* seen;
  directive decision = directive::resume;
};

struct escalation : supervised {
  akt::actor_ref<Calm> parent = kit.spawn<Calm>("calm", &seen);
  akt::actor_ref<Fragile> child =
      kit.await(parent.ask<Brood>(1, supervisor().otherwise(directive::escalate))).value();
};

// SUP-09, unlike there, the handler returns what is to become of the child.
TEST_F(escalation, asks_the_parents_handler) {
  child.tell<Add>(3);
  child.tell<Break>("x");
  child.tell<Add>(4);
  EXPECT_EQ(total(child), 7);
  EXPECT_EQ(times("akt://test/calm/child: x"), 1);
  EXPECT_EQ(times("at supervision_test::Break"), 1);
  parent.tell<directive>(directive::restart);
  kit.settle();
  child.tell<Break>("y");
  kit.settle();
  EXPECT_EQ(total(child), 0);
  parent.tell<directive>(directive::stop);
  kit.settle();
  child.tell<Break>("z");
  kit.settle();
  EXPECT_EQ(system().actors_alive(), 1u);
}

TEST_F(escalation, waits_for_a_handler_that_waits) {
  parent.tell<Wait1s>();
  kit.settle();
  child.tell<Break>("x");
  kit.settle();
  EXPECT_EQ(times("akt://test/calm/child: x"), 0);
  kit.advance(1s);
  EXPECT_EQ(times("akt://test/calm/child: x"), 1);
  EXPECT_EQ(total(child), 0);
}

TEST_F(escalation, may_be_left_to_somebody_else) {
  parent.tell<directive>(directive::suspend);
  kit.settle();
  child.tell<Add>(3);
  child.tell<Break>("x");
  kit.settle();
  EXPECT_EQ(error_of(kit.await(child.ask<Total>())), akt::errc::timeout);
  child.reinstate();
  EXPECT_EQ(total(child), 3);
}

TEST_F(escalation, that_was_answered_with_suspend_is_not_undone_by_what_befalls_the_parent) {
  parent.tell<directive>(directive::suspend);
  kit.settle();
  child.tell<Add>(3);
  child.tell<Break>("x");
  kit.settle();
  parent.reinstate();
  kit.settle();
  EXPECT_EQ(error_of(kit.await(child.ask<Total>())), akt::errc::timeout);
  child.reinstate();
  EXPECT_EQ(total(child), 3);
}

TEST_F(escalation, goes_on_where_the_handler_says_so) {
  parent.tell<directive>(directive::escalate);
  kit.settle();
  child.tell<Break>("x");
  kit.settle();
  EXPECT_EQ(system().actors_alive(), 0u) << "the parent has no rules: it ends, and its child";
}

// Restarts that are used up.
TEST_F(escalation, comes_of_restarts_that_are_used_up_and_asks_the_parents_handler) {
  const auto rules =
      supervisor().otherwise(directive::restart).max_restarts(1).when_spent(directive::escalate);
  auto other = kit.spawn<Calm>("other", &seen);
  auto spent = kit.await(other.ask<Brood>(1, rules)).value();
  spent.tell<Break>("first");
  spent.tell<Add>(3);
  spent.tell<Break>("second");
  spent.tell<Add>(4);
  EXPECT_EQ(total(spent), 7) << "the handler says resume";
  EXPECT_EQ(times("akt://test/other/child: first"), 0);
  EXPECT_EQ(times("akt://test/other/child: second"), 1);
  other.tell<directive>(directive::stop);
  kit.settle();
  spent.tell<Break>("third");
  kit.settle();
  EXPECT_EQ(error_of(kit.await(spent.ask<Total>())), akt::errc::stopped);
  EXPECT_TRUE(system().find<Calm>("other"));
}

struct Clumsy {
  explicit Clumsy(journal* s) : seen(s) {}
  akt::actor_ref<Fragile> on(const Brood& m, akt::context<Clumsy>& ctx) {
    return ctx.spawn<Fragile>(akt::spawn_options{.name = "child", .supervise = m.rules}, seen,
                              "child");
  }
  directive on(const akt::child_failed&) { throw std::runtime_error("me too"); }
  journal* seen;
};

// Bad input: a handler of `child_failed` that throws.
TEST_F(escalation, begins_a_new_count_if_the_parent_restarts) {
  child.stop();
  kit.settle();
  const auto rules =
      supervisor().otherwise(directive::restart).max_restarts(2).when_spent(directive::escalate);
  child = kit.await(parent.ask<Brood>(1, rules)).value();
  parent.tell<directive>(directive::restart);
  for (int failures = 1; failures <= 9; ++failures) {
    child.tell<Break>("x");
    kit.settle();
    EXPECT_EQ(total(child), 0) << "it lives, also after failure " << failures;
    EXPECT_EQ(times("akt://test/calm/child: x"), failures / 3) << "each third one is the parent's";
  }
}

TEST_F(escalation, fails_a_parent_whose_handler_throws) {
  auto clumsy = system().spawn<Clumsy>(
      akt::spawn_options{.name = "clumsy", .supervise = supervisor().otherwise(directive::resume)},
      &seen);
  auto of_clumsy = kit.await(clumsy.ask<Brood>(1, supervisor().otherwise(directive::escalate)));
  of_clumsy.value().tell<Break>("x");
  EXPECT_EQ(total(of_clumsy.value()), 0) << "the parent is resumed, and its child with it";
}

TEST_F(escalation, is_forgotten_if_the_child_ends_while_the_handler_waits) {
  parent.tell<Wait1s>();
  kit.settle();
  child.tell<Break>("x");
  kit.settle();
  child.stop();
  kit.settle();
  EXPECT_EQ(times("~child"), 1);
  kit.advance(1s);
  EXPECT_EQ(times("akt://test/calm/child: x"), 0) << "there is nothing to decide";
  EXPECT_EQ(system().actors_alive(), 1u);
}

// W-26: the failure is not lost.
TEST_F(escalation, waits_for_a_parent_that_is_suspended) {
  parent.suspend();
  kit.settle();
  child.tell<Add>(3);
  child.tell<Break>("x");
  kit.settle();
  EXPECT_EQ(times("akt://test/calm/child: x"), 0);
  parent.reinstate();
  kit.settle();
  EXPECT_EQ(times("akt://test/calm/child: x"), 1);
  EXPECT_EQ(total(child), 3);
}

// W-26
TEST_F(escalation, to_a_parent_that_ends_ends_the_child_with_it) {
  parent.tell<Wait1s>();
  kit.settle();
  parent.stop();
  kit.settle();
  child.tell<Break>("x");
  kit.advance(1s);
  EXPECT_EQ(system().actors_alive(), 0u);
  EXPECT_EQ(times("~child"), 1);
}

struct Middle {
  explicit Middle(journal* s) : seen(s) { seen->push_back("middle"); }
  akt::actor_ref<Fragile> on(const Brood& m, akt::context<Middle>& ctx) {
    return ctx.spawn<Fragile>(akt::spawn_options{.name = "child", .supervise = m.rules}, seen,
                              "child");
  }
  journal* seen;
};
struct Top {
  explicit Top(journal* s) : seen(s) {}
  akt::actor_ref<Middle> on(const Brood& m, akt::context<Top>& ctx) {
    return ctx.spawn<Middle>(akt::spawn_options{.name = "middle", .supervise = m.rules}, seen);
  }
  journal* seen;
};

struct escalation_without_handlers : supervised {
  akt::actor_ref<Fragile>
  below(const supervisor& middle_rules,
        const supervisor& child_rules = supervisor().otherwise(directive::escalate)) {
    auto top = kit.spawn<Top>("top", &seen);
    middle = kit.await(top.ask<Brood>(1, middle_rules)).value();
    return kit.await(middle.ask<Brood>(1, child_rules)).value();
  }
  akt::actor_ref<Middle> middle;
};

// SUP-19, W-25
TEST_F(escalation_without_handlers, climbs_until_somebody_decides) {
  auto child = below(supervisor().otherwise(directive::escalate));
  child.tell<Break>("x");
  kit.settle();
  EXPECT_EQ(system().actors_alive(), 0u) << "top has no rules: it ends, and all below it";
}

TEST_F(escalation_without_handlers, resumes_the_child_with_the_parent) {
  auto child = below(supervisor().otherwise(directive::resume));
  child.tell<Add>(2);
  child.tell<Break>("x");
  child.tell<Add>(3);
  EXPECT_EQ(total(child), 5);
  EXPECT_EQ(times("middle"), 1);
}

TEST_F(escalation_without_handlers, restarts_the_parent_and_ends_the_child_by_default) {
  auto child = below(supervisor().otherwise(directive::restart));
  child.tell<Break>("x");
  kit.settle();
  EXPECT_EQ(times("middle"), 2);
  EXPECT_EQ(system().actors_alive(), 2u);
  EXPECT_EQ(error_of(kit.await(child.ask<Total>())), akt::errc::stopped);
}

// Restarts that are used up: without a handler the parent fails in the child's place.
TEST_F(escalation_without_handlers, comes_of_restarts_that_are_used_up_and_fails_the_parent) {
  auto child = below(
      supervisor().otherwise(directive::restart),
      supervisor().otherwise(directive::restart).max_restarts(1).when_spent(directive::escalate));
  child.tell<Break>("first");
  EXPECT_EQ(total(child), 0);
  EXPECT_EQ(times("middle"), 1);
  child.tell<Break>("second");
  kit.settle();
  EXPECT_EQ(times("middle"), 2);
  EXPECT_EQ(system().actors_alive(), 2u) << "top and middle, whose restart ends its child";
}

// REST-03, REST-04, unlike there, only if the rules say so: else the children stop.
TEST_F(escalation_without_handlers, restarts_the_child_with_the_parent_if_the_rules_say_so) {
  auto child =
      below(supervisor().otherwise(directive::restart).children(akt::children_policy::restart));
  child.tell<Add>(2);
  child.tell<Break>("x");
  kit.settle();
  EXPECT_EQ(times("middle"), 2);
  EXPECT_EQ(total(child), 0);
  EXPECT_EQ(child.path(), "akt://test/top/middle/child");
}

TEST_F(escalation_without_handlers, keeps_the_other_children_if_the_rules_say_so) {
  auto child =
      below(supervisor().otherwise(directive::restart).children(akt::children_policy::keep));
  child.tell<Add>(2);
  kit.settle();
  middle.restart();
  kit.settle();
  EXPECT_EQ(times("middle"), 2);
  EXPECT_EQ(total(child), 2);
}

} // namespace supervision_test
