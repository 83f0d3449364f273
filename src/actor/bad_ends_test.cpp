// SPDX-License-Identifier: Apache-2.0
//
// Ends that go wrong: they come nevertheless, and concern nobody else.
#include "test_support.hpp"

namespace bad_ends_test {

using namespace actor_test;
using akt::directive;
using akt::stop_reason;
using akt::supervisor;

struct Break {};
struct Hire {
  supervisor rules;
};

/// Cannot stop without a failure.
class Clumsy {
public:
  explicit Clumsy(journal* seen) : seen_(seen) {}
  ~Clumsy() { seen_->push_back("gone"); }
  Clumsy(const Clumsy&) = delete;
  Clumsy& operator=(const Clumsy&) = delete;
  void on(const akt::stopping&) {
    seen_->push_back("stopping");
    throw std::runtime_error("cannot stop");
  }
  void on(Break) { throw std::runtime_error("broken"); }
  akt::actor_ref<Clumsy> on(const Hire& m, akt::context<Clumsy>& ctx) {
    return ctx.spawn<Clumsy>(akt::spawn_options{.name = "child", .supervise = m.rules}, seen_);
  }

private:
  journal* seen_;
};

struct Parent {
  journal* seen;
  akt::actor_ref<Clumsy> on(const Hire& m, akt::context<Parent>& ctx) {
    return ctx.spawn<Clumsy>(akt::spawn_options{.name = "child", .supervise = m.rules}, seen);
  }
  int on(Ping m) const { return m.n; }
};

struct bad_ends : kit_test {
  akt::actor_ref<Watcher> watcher = kit.spawn<Watcher>("watcher", &ended);
  akt::actor_ref<Parent> parent = kit.spawn<Parent>("parent", &seen);

  akt::actor_ref<Clumsy> hire(const supervisor& rules) {
    auto child = kit.await(parent.ask<Hire>(rules)).value();
    watcher.tell<Watch>(child);
    kit.settle();
    return child;
  }
  /// What is logged until all rests.
  std::string logged() {
    testing::internal::CaptureStderr();
    kit.settle();
    return testing::internal::GetCapturedStderr();
  }
};

// LIFE-05, DW-09, W-25: nobody decides on that failure.
TEST_F(bad_ends, of_an_actor_whose_stopping_throws_are_failures) {
  auto bad = system().spawn<Clumsy>(
      akt::spawn_options{.name = "bad", .supervise = supervisor().otherwise(directive::resume)},
      &seen);
  watcher.tell<Watch>(bad);
  kit.settle();
  bad.stop();
  EXPECT_NE(logged().find("akt://test/bad (bad_ends_test::Clumsy): actor failed: cannot stop, "
                          "handling akt::stopping\n"),
            std::string::npos)
      << "at which message";
  EXPECT_EQ(seen, (journal{"stopping", "gone"}));
  ASSERT_EQ(ended.size(), 1u);
  EXPECT_EQ(ended[0].reason, stop_reason::failed);
  EXPECT_EQ(error_of(system().find<Clumsy>("bad")), akt::errc::no_such_actor);
}

// STOP-06, unlike there, the failure is the child's: it is logged and told, and the parent ends in
// order.
TEST_F(bad_ends, of_a_child_are_logged_and_told_and_its_parent_ends_in_order) {
  hire(supervisor());
  auto reason = later(parent.stopped());
  kit.settle();
  parent.stop();
  const std::string log = logged();
  EXPECT_NE(log.find("akt://test/parent/child (bad_ends_test::Clumsy): actor failed: cannot stop"),
            std::string::npos)
      << log;
  EXPECT_EQ(log.find("akt://test/parent ("), std::string::npos) << log;
  ASSERT_EQ(ended.size(), 1u);
  EXPECT_EQ(ended[0].path, "akt://test/parent/child");
  EXPECT_EQ(ended[0].reason, stop_reason::failed);
  ASSERT_TRUE(*reason);
  EXPECT_EQ((*reason)->value(), stop_reason::stopped);
  EXPECT_EQ(system().actors_alive(), 1u) << "the watcher";
}

// SUP-15, unlike there, who is stopped for a failure is not signalled `stopping`, so that it cannot
// fail there; nor are its children.
TEST_F(bad_ends, are_none_of_those_that_are_stopped_for_a_failure_and_their_parent_lives) {
  auto child = hire(supervisor().otherwise(directive::stop));
  auto grandchild = kit.await(child.ask<Hire>(supervisor())).value();
  watcher.tell<Watch>(grandchild);
  kit.settle();
  child.tell<Break>();
  const std::string log = logged();
  EXPECT_NE(log.find("broken"), std::string::npos) << log;
  EXPECT_EQ(log.find("cannot stop"), std::string::npos) << log;
  EXPECT_EQ(seen, (journal{"gone", "gone"}));
  ASSERT_EQ(ended.size(), 2u);
  EXPECT_EQ(ended[0].path, "akt://test/parent/child/child");
  EXPECT_EQ(ended[0].reason, stop_reason::stopped);
  EXPECT_EQ(ended[1].path, "akt://test/parent/child");
  EXPECT_EQ(ended[1].reason, stop_reason::failed);
  EXPECT_EQ(kit.await(parent.ask<Ping>(3)).value(), 3);
}

} // namespace bad_ends_test
