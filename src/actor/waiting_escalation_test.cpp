// SPDX-License-Identifier: Apache-2.0
//
// Failures that wait for a parent which does not decide at once.
#include "test_support.hpp"

namespace waiting_escalation_test {

using namespace actor_test;
using akt::directive;
using akt::supervisor;

struct Break {};
struct Count {};
struct Wait1s {};

/// Breaks when it is told to, and counts what else it is told in its life.
class Child {
public:
  void on(Break) { throw std::runtime_error("broken"); }
  int on(Count) { return ++count_; }

private:
  int count_ = 0;
};

struct Raise {};

/// Decides on its children, and waits when it is told to.
class Parent {
public:
  Parent(int* asked, directive verdict) : asked_(asked), verdict_(verdict) {}
  akt::actor_ref<Child> on(Raise, akt::context<Parent>& ctx) {
    return ctx.spawn<Child>(akt::spawn_options{
        .name = "child", .supervise = supervisor().otherwise(directive::escalate)});
  }
  directive on(const akt::child_failed&) { return ++*asked_, verdict_; }
  void on(Break) { throw std::runtime_error("broken"); }
  akt::task<> on(Wait1s, akt::context<Parent>& ctx) { co_await ctx.sleep(1s); }

private:
  int* asked_;
  directive verdict_;
};

struct waiting_escalations : kit_test {
  void make(directive verdict, const supervisor& rules) {
    parent = system().spawn<Parent>(akt::spawn_options{.name = "parent", .supervise = rules},
                                    &asked, verdict);
    child = kit.await(parent.ask<Raise>()).value();
    kit.settle();
  }
  void fail_while_the_parent_waits() {
    parent.tell<Wait1s>();
    kit.settle();
    child.tell<Break>();
    kit.settle();
  }
  int count() { return kit.await(child.ask<Count>()).value(); }

  int asked = 0;
  akt::actor_ref<Parent> parent;
  akt::actor_ref<Child> child;
};

const supervisor restarts_and_keeps =
    supervisor().otherwise(directive::restart).children(akt::children_policy::keep);

TEST_F(waiting_escalations, end_with_their_child) {
  make(directive::resume, supervisor());
  fail_while_the_parent_waits();
  child.stop();
  kit.settle();
  kit.advance(1s);
  EXPECT_EQ(asked, 0);
  EXPECT_EQ(system().actors_alive(), 1u);
}

TEST_F(waiting_escalations, end_with_a_child_that_ends_with_its_parents_restart) {
  make(directive::resume, supervisor());
  fail_while_the_parent_waits();
  parent.stop(akt::now);
  kit.settle();
  EXPECT_EQ(asked, 0);
  EXPECT_EQ(system().actors_alive(), 0u);

  make(directive::resume, supervisor().otherwise(directive::restart));
  fail_while_the_parent_waits();
  parent.restart();
  kit.settle();
  EXPECT_EQ(asked, 0);
  EXPECT_EQ(system().actors_alive(), 1u);
}

TEST_F(waiting_escalations, are_decided_by_a_restart_of_the_parent) {
  make(directive::stop, restarts_and_keeps);
  EXPECT_EQ(count(), 1);
  fail_while_the_parent_waits();
  parent.restart();
  kit.settle();
  EXPECT_EQ(asked, 0);
  EXPECT_EQ(count(), 1) << "it was made anew";
}

TEST_F(waiting_escalations, are_decided_by_a_restart_that_waits_for_its_time) {
  make(directive::stop, restarts_and_keeps.backoff(1s, 1s));
  EXPECT_EQ(count(), 1);
  parent.tell<Break>();
  kit.settle();
  child.tell<Break>();
  kit.settle();
  kit.advance(2s);
  EXPECT_EQ(asked, 0);
  EXPECT_EQ(count(), 1) << "it was made anew";
}

TEST_F(waiting_escalations, that_were_decided_are_none_at_a_later_restart) {
  make(directive::resume, restarts_and_keeps);
  EXPECT_EQ(count(), 1);
  child.tell<Break>();
  kit.settle();
  EXPECT_EQ(asked, 1);
  parent.restart();
  kit.settle();
  EXPECT_EQ(count(), 2) << "it was kept";
}

} // namespace waiting_escalation_test
