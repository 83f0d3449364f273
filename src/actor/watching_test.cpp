// SPDX-License-Identifier: Apache-2.0
//
// Who is told when an actor ends: exactly once per watch.
#include "system_core.hpp"
#include "test_support.hpp"

namespace watching_test {

using namespace actor_test;

struct Fail {};
struct Mortal {
  void on(Fail) { throw std::runtime_error("mortal"); }
};

struct watches : kit_test {
  akt::actor_ref<Mortal> mortal = kit.spawn<Mortal>("mortal");
  akt::actor_ref<Watcher> watcher = kit.spawn<Watcher>("watcher", &ended);

  void watch() {
    watcher.tell<Watch>(mortal);
    kit.settle();
  }
  void expect_told(std::size_t times) {
    kit.settle();
    EXPECT_EQ(ended.size(), times);
  }
};

// STOP-05, DW-01
TEST_F(watches, tell_of_a_stop) {
  watch();
  mortal.stop();
  expect_told(1);
  EXPECT_EQ(ended[0].reason, akt::stop_reason::stopped);
  EXPECT_EQ(ended[0].path, "akt://test/mortal");
  EXPECT_TRUE(ended[0].actor == mortal);
}

TEST_F(watches, tell_of_a_failure) {
  watch();
  mortal.tell<Fail>();
  expect_told(1);
  EXPECT_EQ(ended[0].reason, akt::stop_reason::failed);
}

// DW-08, W-25
TEST_F(watches, tell_of_an_actor_that_has_ended_before) {
  mortal.stop();
  kit.settle();
  watch();
  expect_told(1);
  EXPECT_EQ(ended[0].reason, akt::stop_reason::not_found);
  EXPECT_TRUE(ended[0].actor == mortal);
}

TEST_F(watches, of_an_actor_of_another_system_are_told_that_there_is_none) {
  auto& other = kit.world().system("other");
  auto foreign = other.spawn<Mortal>("foreign");
  watcher.tell<Watch>(foreign);
  expect_told(1);
  EXPECT_EQ(ended[0].reason, akt::stop_reason::not_found);
  watcher.tell<Watch>(foreign);
  watcher.tell<Unwatch>(foreign);
  watcher.stop(akt::now); // leaves no list of the other system
  foreign.stop();
  kit.settle();
  EXPECT_EQ(ended.size(), 1u);
}

// DW-08
TEST_F(watches, tell_of_a_null_reference) {
  watcher.tell<Watch>(akt::any_ref());
  expect_told(1);
  EXPECT_EQ(ended[0].reason, akt::stop_reason::not_found);
}

// DW-03
TEST_F(watches, that_are_doubled_tell_once) {
  watch();
  watch();
  mortal.stop();
  expect_told(1);
}

// DW-02
TEST_F(watches, end_with_unwatch) {
  watch();
  watcher.tell<Unwatch>(mortal);
  kit.settle();
  mortal.stop();
  expect_told(0);
}

TEST_F(watches, end_with_unwatch_even_if_the_news_is_on_its_way) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    ended.clear();
    akt::testkit::kit other({.seed = seed});
    auto a = other.spawn<Mortal>("mortal");
    auto w = other.spawn<Watcher>("watcher", &ended);
    w.tell<Watch>(a);
    other.settle();
    w.tell<Unwatch>(a); // before the news in the mailbox
    a.stop(akt::now);
    other.settle();
    EXPECT_TRUE(ended.empty()) << "seed " << seed;
  }
}

TEST_F(watches, can_be_taken_up_again) {
  watch();
  watcher.tell<Unwatch>(mortal);
  watch();
  mortal.stop();
  expect_told(1);
}

// DW-05
TEST_F(watches, end_with_the_watcher) {
  watch();
  watcher.stop();
  kit.settle();
  mortal.stop();
  expect_told(0);
  EXPECT_EQ(fates(akt::fate::stopped), 0u) << "nobody is told in vain";
}

TEST_F(watches, that_end_on_both_sides_at_once_are_counted) {
  watch();
  watcher.stop(akt::now);
  mortal.stop(akt::now);
  expect_told(0);
}

struct Partner {
  akt::actor_ref<Partner> other;
  void on(const akt::started&, akt::context<Partner>& ctx) {
    if (other) ctx.watch(other);
  }
  void on(Watch m, akt::context<Partner>& ctx) { ctx.watch(m.who); }
  void on(const akt::terminated&, akt::context<Partner>& ctx) { ctx.stop(); }
};

struct Hire {};
/// Watches its own child.
class Employer {
public:
  explicit Employer(std::vector<akt::terminated>* seen) : seen_(seen) {}
  akt::actor_ref<Mortal> on(Hire, akt::context<Employer>& ctx) {
    auto child = ctx.spawn<Mortal>("child");
    ctx.watch(child);
    return child;
  }
  void on(const akt::terminated& t) { seen_->push_back(t); }

private:
  std::vector<akt::terminated>* seen_;
};

// DW-04
TEST_F(watches, of_a_child_tell_its_parent_that_it_ended_by_itself) {
  auto parent = kit.spawn<Employer>("parent", &ended);
  kit.await(parent.ask<Hire>()).value().stop();
  expect_told(1);
  EXPECT_EQ(ended[0].reason, akt::stop_reason::stopped);
  EXPECT_EQ(ended[0].path, "akt://test/parent/child");
  kit.await(parent.ask<Hire>()).value().tell<Fail>();
  expect_told(2);
  EXPECT_EQ(ended[1].reason, akt::stop_reason::failed);
}

// W-25: a watcher that is suspended is told when it goes on.
TEST_F(watches, tell_a_suspended_watcher_when_it_goes_on) {
  watch();
  watcher.suspend();
  kit.settle();
  mortal.stop();
  expect_told(0);
  watcher.reinstate();
  expect_told(1);
}

TEST_F(watches, of_each_other_end_both) {
  auto a = kit.spawn<Partner>("a", akt::actor_ref<Partner>());
  auto b = kit.spawn<Partner>("b", a);
  kit.settle();
  a.tell<Watch>(b);
  kit.settle();
  b.stop();
  kit.settle();
  EXPECT_EQ(error_of(system().find<Partner>("a")), akt::errc::no_such_actor);
}

struct SelfWatcher {
  void on(const akt::started&, akt::context<SelfWatcher>& ctx) { ctx.watch(ctx.self()); }
  void on(const akt::terminated&) { ADD_FAILURE() << "told of its own end"; }
};

TEST_F(watches, of_oneself_tell_nobody) {
  kit.spawn<SelfWatcher>("self").stop();
  kit.settle();
}

struct Say {
  int n;
};
class Listener {
public:
  explicit Listener(journal* seen) : seen_(seen) {}
  void on(Watch m, akt::context<Listener>& ctx) { ctx.watch(m.who); }
  void on(Say m) { seen_->push_back(std::to_string(m.n)); }
  void on(const akt::terminated&) { seen_->push_back("terminated"); }

private:
  journal* seen_;
};
struct Talk {};
struct Talker {
  akt::actor_ref<Listener> to;
  void on(Talk, akt::context<Talker>& ctx) {
    for (int n = 0; n < 3; ++n) to.tell<Say>(n);
    ctx.stop();
  }
};

TEST_F(watches, tell_behind_the_last_words_of_the_one_that_ended) {
  auto listener = kit.spawn<Listener>("listener", &seen);
  auto talker = kit.spawn<Talker>("talker", listener);
  listener.tell<Watch>(talker);
  kit.settle();
  talker.tell<Talk>();
  kit.settle();
  EXPECT_EQ(seen, (journal{"0", "1", "2", "terminated"}));
}

TEST_F(watches, that_are_over_are_forgotten) {
  for (int n = 0; n < 20; ++n) {
    auto brief = kit.spawn<Mortal>(akt::anonymous);
    watcher.tell<Watch>(brief);
    kit.settle();
    brief.stop();
  }
  expect_told(20);
  akt::detail::cell_of(watcher.where())->rare->watched.for_each([](akt::any_ref) { FAIL(); });
}

TEST_F(watches, by_many_tell_each_once) {
  for (int n = 0; n < 50; ++n) kit.spawn<Watcher>(akt::anonymous, &ended).tell<Watch>(mortal);
  kit.settle();
  mortal.stop();
  expect_told(50);
}

} // namespace watching_test
