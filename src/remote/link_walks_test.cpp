// SPDX-License-Identifier: Apache-2.0
//
// Handlers of two nodes that wait for each other, and peers that invent walks.
#include "nodes_test.hpp"

#include <algorithm>

namespace link_walks_test {

using namespace remote_test;

struct Round {
  std::int32_t delay_ms = 0;
};
class Member;
struct Join {
  akt::actor_ref<Member> next;
};
struct Begin {
  std::int32_t within_ms = 5000;
  int* over = nullptr;       // counts those whose time is over
  std::int32_t delay_ms = 0; // before it asks
};

class Member {
public:
  using messages = akt::protocol<int(Round)>;
  void on(const Join& m) { next_ = m.next; }
  static constexpr unsigned line = __LINE__ + 3;
  akt::task<> on(Begin m, akt::context<Member>& ctx) {
    co_await ctx.sleep(std::chrono::milliseconds(m.delay_ms));
    auto answer = co_await next_.ask<Round>().within(std::chrono::milliseconds(m.within_ms));
    if (m.over && !answer && answer.error() == akt::errc::timeout) ++*m.over;
  }
  akt::task<int> on(Round m, akt::context<Member>& ctx) {
    co_await ctx.sleep(std::chrono::milliseconds(m.delay_ms));
    co_return 1;
  }

private:
  akt::actor_ref<Member> next_;
};

class CycleReporter {
public:
  explicit CycleReporter(std::vector<akt::wait_cycle>* seen) : seen_(seen) {}
  void on(const akt::started&, akt::context<CycleReporter>& ctx) {
    ctx.subscribe(ctx.system().wait_cycles());
  }
  void on(const akt::wait_cycle& c) { seen_->push_back(c); }

private:
  std::vector<akt::wait_cycle>* seen_;
};

struct cycle_reports { // outlive the actors that write them
  std::vector<akt::wait_cycle> cycles;
  int over = 0;
};

using std::chrono::milliseconds;

struct walks : cycle_reports, nodes {
  walks() {
    for (auto* s : {&a, &b}) (void)s->spawn<CycleReporter>("reporter", &cycles);
    world.run_until_idle();
  }
  void ask_each_other() {
    for (auto& m : {x, y}) m.tell<Begin>();
  }
  /// x of node a and y of node b wait for each other.
  void join() {
    x.tell<Join>(world.find<Member>(a, "b", "y").value());
    y.tell<Join>(world.find<Member>(b, "a", "x").value());
    world.run_until_idle();
  }

  akt::actor_ref<Member> x = a.spawn<Member>("x"), y = b.spawn<Member>("y");
};

// REE-03
TEST_F(walks, find_a_wait_cycle_across_a_link_and_tell_of_it_once) {
  join();
  ask_each_other();
  world.advance(milliseconds(99));
  EXPECT_TRUE(cycles.empty());
  world.advance(milliseconds(1));
  ASSERT_EQ(cycles.size(), 1u);
  std::vector<std::string> paths;
  for (const auto& m : cycles[0].members) {
    paths.push_back(m.path);
    EXPECT_NE(m.type.find("Member"), m.type.npos);
    EXPECT_NE(m.message.find("Round"), m.message.npos);
    EXPECT_EQ(m.at, "link_walks_test.cpp:" + std::to_string(Member::line));
  }
  std::sort(paths.begin(), paths.end());
  EXPECT_EQ(paths, (std::vector<std::string>{"akt://a/x", "akt://b/y"}));
  world.advance(std::chrono::minutes(1));
  EXPECT_EQ(cycles.size(), 1u);
}

TEST_F(walks, find_a_wait_cycle_before_the_time_of_its_asks_is_over) {
  join();
  for (auto& m : {x, y}) m.tell<Begin>(201, &over);
  world.advance(milliseconds(99));
  EXPECT_TRUE(cycles.empty());
  world.advance(milliseconds(101));
  EXPECT_EQ(cycles.size(), 1u);
  EXPECT_EQ(over, 0) << "both wait";
  world.advance(milliseconds(2));
  EXPECT_EQ(over, 2);
  for (auto& m : {x, y}) m.tell<Begin>(200, &over);
  world.advance(std::chrono::minutes(1));
  EXPECT_EQ(over, 4);
  EXPECT_EQ(cycles.size(), 1u) << "that is too short a time to look for it";
}

TEST_F(walks, find_a_wait_cycle_at_the_latest_100_ms_after_the_ask_that_closes_it) {
  join();
  for (int closed_after : {150, 50}) { // behind the look at the first ask, and before it
    cycles.clear();
    over = 0;
    y.tell<Begin>(201, &over, closed_after);
    world.run_until_idle();
    x.tell<Begin>(301, &over);
    const int told_after = closed_after == 150 ? 250 : 100;
    world.advance(milliseconds(told_after - 1));
    EXPECT_TRUE(cycles.empty()) << closed_after;
    world.advance(milliseconds(1));
    EXPECT_EQ(cycles.size(), 1u) << closed_after;
    EXPECT_EQ(over, 0) << "both wait";
    world.advance(std::chrono::minutes(1));
    EXPECT_EQ(cycles.size(), 1u) << closed_after;
    EXPECT_GE(over, 1) << closed_after;
  }
}

TEST_F(walks, find_one_that_crosses_twice) {
  auto z = b.spawn<Member>("z");
  x.tell<Join>(world.find<Member>(a, "b", "y").value());
  y.tell<Join>(z);
  z.tell<Join>(world.find<Member>(b, "a", "x").value());
  world.run_until_idle();
  for (auto& m : {x, y, z}) m.tell<Begin>();
  world.advance(milliseconds(100));
  ASSERT_EQ(cycles.size(), 1u);
  EXPECT_EQ(cycles[0].members.size(), 3u);
}

TEST_F(walks, tell_nothing_of_a_node_that_is_slow) {
  x.tell<Join>(world.find<Member>(a, "b", "y").value());
  world.run_until_idle();
  x.tell<Begin>();
  y.tell<Round>(4000);
  world.advance(std::chrono::minutes(1));
  EXPECT_TRUE(cycles.empty());
}

TEST_F(walks, end_with_the_link) {
  join();
  ask_each_other();
  world.run_until_idle();
  world.cut(a, b);
  world.advance(std::chrono::minutes(1));
  EXPECT_TRUE(cycles.empty());
}

/// Says walks of its own invention about an actor of node b.
struct hostile_walks : walks {
  static constexpr auto kind = raw_peer::kind::walk;

  akt::result<akt::unit> walk(std::size_t numbers, std::size_t expected, std::size_t texts,
                              std::uint64_t phase) {
    peer.frame(kind, 7, [&](akt::wire::writer& w) {
      w.write_unsigned(1); // an export that is always there
      w.write_unsigned(1);
      w.write_unsigned(phase);
      w.write_unsigned(256);
      for (std::size_t n : {numbers, expected}) {
        w.begin_array(n);
        for (std::size_t i = 0; i < n; ++i) w.write_unsigned(1);
        w.end();
      }
      w.begin_array(texts);
      for (std::size_t i = 0; i < texts; ++i) w.write_text("akt://nobody/\n");
      w.end();
    });
    auto taken = peer.send();
    world.run_until_idle();
    return taken;
  }
  hostile_walks() : peer(world.endpoint(b)) { EXPECT_TRUE(peer.hello().send()); }

  raw_peer peer;
};

TEST_F(hostile_walks, about_nothing_are_dropped) {
  EXPECT_TRUE(walk(4, 0, 0, 0));
  EXPECT_TRUE(walk(0, 0, 0, 0)) << "without a hop";
  EXPECT_TRUE(walk(8, 4, 8, 1)) << "longer than what was found";
  EXPECT_TRUE(walk(4, 4, 8, 1)) << "with more texts than hops";
  EXPECT_TRUE(walk(4, 4, 4, 2));
  EXPECT_TRUE(peer.link.is_up());
  EXPECT_TRUE(cycles.empty());
}

TEST_F(hostile_walks, of_another_form_end_the_link) {
  EXPECT_FALSE(walk(3, 0, 0, 0));
  EXPECT_FALSE(peer.link.is_up());
}

TEST_F(hostile_walks, of_a_phase_that_does_not_exist_end_the_link) {
  EXPECT_FALSE(walk(4, 0, 0, 3));
}

TEST_F(hostile_walks, are_bounded) {
  EXPECT_TRUE(walk(4 * akt::wait_cycle::members_max, 0, 0, 0));
  EXPECT_FALSE(walk(4 * akt::wait_cycle::members_max + 4, 0, 0, 0));
}

} // namespace link_walks_test
