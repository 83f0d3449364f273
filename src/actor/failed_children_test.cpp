// SPDX-License-Identifier: Apache-2.0
//
// Parents that stop a child whose failure is not decided yet, or whose restart has not come.
#include "supervision_test_support.hpp"

namespace supervision_test {

struct StopIt {
  bool wait = false; // before it does
};

/// Stops its child from its handlers, also from the one that decides on it.
class Strict {
public:
  Strict(journal* seen, directive decision, bool at_once, bool by_decision)
      : seen_(seen), decision_(decision), at_once_(at_once), by_decision_(by_decision) {}
  akt::actor_ref<Fragile> on(const Brood& m, akt::context<Strict>& ctx) {
    child_ = ctx.spawn<Fragile>(akt::spawn_options{.name = "child", .supervise = m.rules}, seen_,
                                "child");
    return child_;
  }
  directive on(const akt::child_failed& news) {
    EXPECT_TRUE(news.child == child_);
    if (by_decision_) stop();
    return decision_;
  }
  akt::task<> on(StopIt m, akt::context<Strict>& ctx) {
    if (m.wait) co_await ctx.sleep(1s);
    stop();
  }
  int on(Ping m) const { return m.n; }

private:
  void stop() const {
    if (at_once_)
      child_.stop(akt::now);
    else
      child_.stop();
  }
  journal* seen_;
  directive decision_;
  bool at_once_, by_decision_;
  akt::actor_ref<Fragile> child_;
};

struct failed_children : supervised {
  void make(directive decision, bool at_once, bool by_decision, const supervisor& rules) {
    parent = kit.spawn<Strict>("parent", &seen, decision, at_once, by_decision);
    child = kit.await(parent.ask<Brood>(1, rules)).value();
    kit.settle();
  }
  void expect_only_the_parent(const std::string& what) {
    EXPECT_EQ(system().actors_alive(), 1u) << what;
    EXPECT_EQ(times("child"), times("~child")) << what;
    EXPECT_EQ(error_of(kit.await(child.ask<Total>())), akt::errc::stopped) << what;
    EXPECT_EQ(kit.await(parent.ask<Ping>(3)).value(), 3) << what;
    parent.stop();
    kit.settle();
  }
  akt::actor_ref<Strict> parent;
  akt::actor_ref<Fragile> child;
};

const auto to_the_parent = supervisor().otherwise(directive::escalate);

// STOP-08: whatever it says then.
TEST_F(failed_children, may_be_stopped_by_the_handler_that_decides) {
  for (bool at_once : {false, true})
    for (auto d : {directive::resume, directive::restart, directive::suspend, directive::stop}) {
      make(d, at_once, true, to_the_parent);
      child.tell<Break>("x");
      child.tell<Add>(1);
      kit.settle();
      expect_only_the_parent(akt::name(d) + std::string(at_once ? " now" : ""));
    }
}

// STOP-08
TEST_F(failed_children, may_be_stopped_while_the_decision_waits_behind_a_handler) {
  for (bool at_once : {false, true}) {
    make(directive::suspend, at_once, false, to_the_parent);
    parent.tell<StopIt>(true);
    kit.settle();
    child.tell<Break>("x");
    child.tell<Add>(1);
    kit.advance(2s);
    expect_only_the_parent(at_once ? "now" : "in order");
  }
}

// STOP-08
TEST_F(failed_children, may_be_stopped_while_they_wait_for_their_restart) {
  for (bool at_once : {false, true}) {
    make(directive::stop, at_once, false,
         supervisor().otherwise(directive::restart).backoff(1h, 1h));
    child.tell<Break>("x");
    child.tell<Add>(1);
    kit.settle();
    parent.tell<StopIt>();
    kit.settle();
    expect_only_the_parent(at_once ? "now" : "in order");
  }
}

} // namespace supervision_test
