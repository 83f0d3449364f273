// SPDX-License-Identifier: Apache-2.0
//
// Watches of actors that have ended, once and several times: who is told how often.
#include "test_support.hpp"

namespace watching_twice_test {

using namespace actor_test;

struct Mortal {
  int on(Ping m) const { return m.n; }
};

/// Watches several times in one handler, so that no news comes between.
struct WatchOften {
  akt::any_ref who;
  int times;
};
struct Eager {
  std::vector<akt::terminated>* seen;
  void on(const WatchOften& m, akt::context<Eager>& ctx) {
    for (int i = 0; i < m.times; ++i) ctx.watch(m.who);
  }
  void on(const akt::terminated& t) { seen->push_back(t); }
};

struct watches_of_the_dead : kit_test {
  akt::actor_ref<Mortal> mortal = kit.spawn<Mortal>("mortal");
  akt::actor_ref<Watcher> watcher = kit.spawn<Watcher>("watcher", &ended);
  akt::actor_ref<Eager> eager = kit.spawn<Eager>("eager", &ended);

  void end() {
    mortal.stop(akt::now);
    kit.settle();
  }
  void watch() {
    watcher.tell<Watch>(mortal);
    kit.settle();
  }
  void watch_often(akt::any_ref who) {
    eager.tell<WatchOften>(who, 3);
    kit.settle();
  }
  void expect_told(std::size_t times) {
    kit.settle();
    EXPECT_EQ(ended.size(), times);
  }
};

// DW-03: the news of the first watch is for all that were made before it came.
TEST_F(watches_of_the_dead, tell_once_if_they_are_made_again_before_the_news) {
  end();
  watch_often(mortal);
  expect_told(1);
  EXPECT_EQ(ended[0].reason, akt::stop_reason::not_found);
  EXPECT_TRUE(ended[0].actor == mortal);
}

TEST_F(watches_of_the_dead, tell_once_more_for_each_that_is_made_after_the_news) {
  end();
  for (std::size_t told = 1; told <= 3; ++told) {
    watch();
    expect_told(told);
    EXPECT_EQ(ended.back().reason, akt::stop_reason::not_found);
  }
}

/// Watches, waits for a second with the news before its door, and watches again.
struct Slow {
  std::vector<akt::terminated>* seen;
  akt::task<> on(Watch m, akt::context<Slow>& ctx) {
    ctx.watch(m.who);
    co_await ctx.sleep(1s);
    ctx.watch(m.who);
  }
  void on(const akt::terminated& t) { seen->push_back(t); }
};

TEST_F(watches_of_the_dead, tell_once_if_the_actor_ends_between_two_and_the_news_waits) {
  auto slow = kit.spawn<Slow>("slow", &ended);
  slow.tell<Watch>(mortal);
  kit.settle();
  end();
  expect_told(0);
  kit.advance(2s);
  expect_told(1);
  EXPECT_EQ(ended[0].reason, akt::stop_reason::stopped);
}

TEST_F(watches_of_the_dead, tell_each_time_of_a_null_reference) {
  watch_often(akt::any_ref());
  expect_told(3);
  for (const auto& news : ended) {
    EXPECT_EQ(news.reason, akt::stop_reason::not_found);
    EXPECT_FALSE(news.actor);
  }
}

TEST_F(watches_of_the_dead, tell_nothing_if_they_end_before_the_news) {
  struct Fickle {
    std::vector<akt::terminated>* seen;
    void on(const Watch& m, akt::context<Fickle>& ctx) {
      ctx.watch(m.who);
      ctx.unwatch(m.who);
    }
    void on(const akt::terminated& t) { seen->push_back(t); }
  };
  end();
  kit.spawn<Fickle>("fickle", &ended).tell<Watch>(mortal);
  expect_told(0);
}

} // namespace watching_twice_test
