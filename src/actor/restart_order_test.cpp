// SPDX-License-Identifier: Apache-2.0
//
// The order of a restart, and restarts of an actor that is being made anew.
#include "test_support.hpp"

namespace restart_order_test {

using namespace actor_test;
using akt::directive;
using akt::supervisor;

struct Break {};
struct Add {
  int n;
};

/// Writes down what happens to it. It takes a second to start.
class Diary {
public:
  explicit Diary(journal* seen) : seen_(seen) { seen_->push_back("made"); }
  ~Diary() { seen_->push_back("gone"); }
  Diary(const Diary&) = delete;
  Diary& operator=(const Diary&) = delete;
  akt::task<> on(const akt::started&, akt::context<Diary>& ctx) {
    co_await ctx.sleep(1s);
    seen_->push_back("started");
  }
  void on(Add m) { seen_->push_back(std::to_string(m.n)); }
  void on(Break) { throw std::runtime_error("broken"); }

private:
  journal* seen_;
};

struct restart_order : kit_test {
  akt::actor_ref<Diary> diary(const supervisor& rules) {
    return system().spawn<Diary>(akt::spawn_options{.name = "d", .supervise = rules}, &seen);
  }
};

// REST-14, W-07: watchers, name and mail stay, nobody is told of an end. The mail is that from
// before the failure, from the time before the restart, and from that in which `started` waits.
TEST_F(restart_order, keeps_name_mail_and_watchers) {
  auto watcher = kit.spawn<Watcher>("watcher", &ended);
  auto d = diary(supervisor().otherwise(directive::restart).backoff(2s, 2s));
  watcher.tell<Watch>(d);
  journal expected{"made", "started", "-1", "gone", "made", "started"};
  auto add = [&, n = 0](int times) mutable {
    for (; times > 0; --times, ++n) {
      d.tell<Add>(n);
      expected.push_back(std::to_string(n));
    }
  };
  d.tell<Add>(-1);
  d.tell<Break>();
  add(20);
  kit.advance(1500ms); // the old object is gone
  add(20);
  kit.advance(1900ms); // the new one starts
  EXPECT_EQ(seen, (journal{"made", "started", "-1", "gone", "made"}));
  add(20);
  kit.advance(1s);
  EXPECT_EQ(seen, expected);
  EXPECT_TRUE(*system().find<Diary>("d") == d);
  EXPECT_TRUE(ended.empty());
  d.stop();
  kit.settle();
  EXPECT_EQ(ended.size(), 1u);
}

using restarts_again = restart_order;

TEST_F(restarts_again, while_its_time_has_not_come_is_the_same_restart) {
  auto d = diary(supervisor().otherwise(directive::restart).backoff(1s, 1s));
  d.tell<Break>();
  kit.advance(1500ms);
  EXPECT_EQ(seen, (journal{"made", "started", "gone"}));
  d.restart();
  d.restart();
  kit.settle();
  EXPECT_EQ(seen.size(), 3u) << "nor does it come earlier";
  kit.advance(1h);
  EXPECT_EQ(seen, (journal{"made", "started", "gone", "made", "started"}));
}

TEST_F(restarts_again, while_started_waits_makes_the_actor_once_more) {
  auto d = diary(supervisor().otherwise(directive::restart));
  kit.advance(1s);
  d.restart();
  d.tell<Add>(1);
  kit.advance(900ms);
  EXPECT_EQ(seen, (journal{"made", "started", "gone", "made"}));
  d.restart();
  d.tell<Add>(2);
  kit.advance(900ms);
  EXPECT_EQ(seen, (journal{"made", "started", "gone", "made", "gone", "made"}));
  kit.advance(1h);
  EXPECT_EQ(seen,
            (journal{"made", "started", "gone", "made", "gone", "made", "started", "1", "2"}));
}

struct Nap {
  akt::duration length;
};
struct Sleeper {
  akt::task<> on(Nap m, akt::context<Sleeper>& ctx) { co_await ctx.sleep(m.length); }
};
struct Nursery {
  explicit Nursery(journal* s) : seen(s) { seen->push_back("made"); }
  akt::actor_ref<Sleeper> on(Ping, akt::context<Nursery>& ctx) {
    return ctx.spawn<Sleeper>(akt::anonymous);
  }
  void on(Add m) { seen->push_back(std::to_string(m.n)); }
  journal* seen;
};

TEST_F(restarts_again, while_the_children_end_is_the_same_restart) {
  auto n = system().spawn<Nursery>(akt::spawn_options{.restartable = true}, &seen);
  kit.await(n.ask<Ping>()).value().tell<Nap>(1s);
  kit.settle();
  n.restart();
  n.tell<Add>(1);
  kit.settle();
  EXPECT_EQ(system().actors_alive(), 2u) << "it waits for its child";
  n.restart();
  n.tell<Add>(2);
  kit.advance(900ms);
  EXPECT_EQ(seen, journal{"made"});
  kit.advance(1h);
  EXPECT_EQ(seen, (journal{"made", "made", "1", "2"}));
  EXPECT_EQ(system().actors_alive(), 1u);
}

} // namespace restart_order_test
