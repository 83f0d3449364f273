// SPDX-License-Identifier: Apache-2.0
//
// Handlers that wait for each other: who is reported, when, and who is not.
#include "test_support.hpp"

namespace wait_cycles_test {

using namespace actor_test;

struct Meet {
  akt::any_ref next;
  akt::duration delay{0}; // before it asks
};
struct Begin { // asks the next one, and waits
  akt::duration within = 1s;
  std::size_t left = 0;
};
struct BeginBoth { // asks the next one and somebody else
  akt::any_ref other;
};
struct BeginEither { // the same, and the first answer will do
  akt::any_ref other;
};
struct Pass { // asked: asks the next one if any are left
  std::size_t left = 0;
};
struct Keep {}; // asked: answers when it is told to
struct Give {};
struct BeginKeep {};
struct BeginEasy {
  akt::any_ref easy;
};

class Member {
public:
  void on(Meet m) {
    next_ = akt::actor_ref<Member>(m.next);
    delay_ = m.delay;
  }
  static constexpr unsigned begin_line = __LINE__ + 2;
  akt::task<> on(Begin m) {
    auto answer = co_await next_.ask<Pass>(m.left).within(m.within);
    (void)answer;
  }
  akt::task<> on(BeginBoth m) {
    auto other = akt::actor_ref<Member>(m.other);
    auto answers =
        co_await akt::all(next_.ask<Pass>(1u).within(10s), other.ask<Pass>().within(10s));
    (void)answers;
  }
  akt::task<> on(BeginEither m) {
    auto other = akt::actor_ref<Member>(m.other);
    auto answer =
        co_await akt::first(next_.ask<Pass>(1u).within(10s), other.ask<Pass>().within(10s));
    (void)answer;
  }
  akt::task<> on(BeginKeep) {
    auto answer = co_await next_.ask<Keep>().within(10s);
    (void)answer;
  }
  static constexpr unsigned pass_line = __LINE__ + 4;
  akt::task<int> on(Pass m, akt::context<Member>& ctx) {
    co_await ctx.sleep(delay_);
    if (m.left == 0) co_return 1;
    auto answer = co_await next_.ask<Pass>(m.left - 1).within(10s);
    co_return answer ? *answer : -1;
  }
  akt::task<> on(BeginEasy m);
  akt::deferred<int> on(Keep) { return kept_.emplace_back(); }
  void on(Give) { kept_.clear(); }

private:
  akt::actor_ref<Member> next_;
  akt::duration delay_{0};
  std::vector<akt::deferred<int>> kept_;
};

/// Asks with a callback, so that it goes on.
class Easy {
public:
  explicit Easy(akt::actor_ref<Member> next) : next_(next) {}
  akt::deferred<int> on(Pass m) {
    akt::deferred<int> answer;
    next_.ask<Pass>(m.left).within(10s).then(
        [answer](const akt::result<int>& r) mutable { answer.fulfil(r ? *r : -1); });
    return answer;
  }

private:
  akt::actor_ref<Member> next_;
};
inline akt::task<> Member::on(BeginEasy m) {
  auto answer = co_await akt::actor_ref<Easy>(m.easy).ask<Pass>().within(10s);
  (void)answer;
}

class Reporter {
public:
  explicit Reporter(std::vector<akt::wait_cycle>* seen) : seen_(seen) {}
  void on(const akt::started&, akt::context<Reporter>& ctx) {
    ctx.subscribe(ctx.system().wait_cycles());
  }
  void on(const akt::wait_cycle& c) { seen_->push_back(c); }

private:
  std::vector<akt::wait_cycle>* seen_;
};

std::string at(unsigned line) { return "wait_cycles_test.cpp:" + std::to_string(line); }

struct reports { // outlive the actor that writes them
  std::vector<akt::wait_cycle> cycles;
};

struct wait_cycles : reports, kit_test {
  wait_cycles() {
    kit.spawn<Reporter>("reporter", &cycles);
    kit.settle();
  }
  std::vector<akt::actor_ref<Member>> ring(std::size_t n) {
    std::vector<akt::actor_ref<Member>> members;
    for (std::size_t i = 0; i < n; ++i)
      members.push_back(kit.spawn<Member>(n <= 26 ? std::string(1, static_cast<char>('a' + i))
                                                  : "m" + std::to_string(i)));
    for (std::size_t i = 0; i < n; ++i) members[i].tell<Meet>(members[(i + 1) % n]);
    kit.settle();
    return members;
  }
  std::vector<std::string> paths() {
    std::vector<std::string> all;
    for (const auto& m : cycles.at(0).members) all.push_back(m.path);
    return all;
  }
};

// REE-03
TEST_F(wait_cycles, of_two_are_told_once_and_before_the_time_is_over) {
  auto members = ring(2);
  for (auto& m : members) m.tell<Begin>();
  kit.advance(99ms);
  EXPECT_TRUE(cycles.empty());
  kit.advance(1ms);
  ASSERT_EQ(cycles.size(), 1u);
  EXPECT_EQ(paths(), (std::vector<std::string>{"akt://test/a", "akt://test/b"}));
  for (const auto& m : cycles[0].members) {
    EXPECT_NE(m.type.find("Member"), m.type.npos);
    EXPECT_NE(m.message.find("Pass"), m.message.npos);
    EXPECT_EQ(m.at, at(Member::begin_line));
  }
  EXPECT_TRUE(cycles[0].text().starts_with("akt://test/a ("));
  kit.advance(1min);
  EXPECT_EQ(cycles.size(), 1u);
}

// REE-03
TEST_F(wait_cycles, of_three_name_every_actor_and_await_point) {
  auto members = ring(3);
  members[1].tell<Begin>(1min, 2u); // b asks c, c asks a, a asks b, as each is asked
  kit.advance(100ms);
  ASSERT_EQ(cycles.size(), 1u);
  EXPECT_EQ(paths(), (std::vector<std::string>{"akt://test/a", "akt://test/b", "akt://test/c"}));
  EXPECT_EQ(cycles[0].members[0].at, at(Member::pass_line));
  EXPECT_EQ(cycles[0].members[1].at, at(Member::begin_line));
  EXPECT_EQ(cycles[0].members[2].at, at(Member::pass_line));
}

TEST_F(wait_cycles, of_an_actor_that_asks_itself) {
  ring(1)[0].tell<Begin>();
  kit.advance(100ms);
  ASSERT_EQ(cycles.size(), 1u);
  EXPECT_EQ(cycles[0].members.size(), 1u);
}

TEST_F(wait_cycles, are_told_when_the_last_ask_has_closed_them) {
  auto members = ring(3);
  members[2].tell<Meet>(members[0], 150ms);
  members[0].tell<Begin>(10s, 2u);
  kit.advance(249ms);
  EXPECT_TRUE(cycles.empty());
  kit.advance(1ms);
  EXPECT_EQ(cycles.size(), 1u);
}

TEST_F(wait_cycles, are_told_again_when_they_come_again) {
  auto members = ring(2);
  for (int round = 1; round <= 3; ++round) {
    members[0].tell<Begin>(1s, 1u);
    kit.advance(1min);
    EXPECT_EQ(cycles.size(), static_cast<std::size_t>(round));
  }
}

TEST_F(wait_cycles, with_a_tail_are_told_once) {
  auto members = ring(2);
  auto tail = kit.spawn<Member>("tail");
  tail.tell<Meet>(members[0]);
  members[0].tell<Begin>(10s, 1u);
  kit.settle();
  tail.tell<Begin>(10s);
  kit.advance(1s);
  ASSERT_EQ(cycles.size(), 1u);
  EXPECT_EQ(paths(), (std::vector<std::string>{"akt://test/a", "akt://test/b"}));
}

TEST_F(wait_cycles, through_one_of_several_answers_that_all_must_come) {
  auto members = ring(2);
  auto other = kit.spawn<Member>("other");
  members[0].tell<BeginBoth>(other);
  kit.advance(100ms);
  ASSERT_EQ(cycles.size(), 1u);
  EXPECT_EQ(cycles[0].members.size(), 2u);
}

TEST_F(wait_cycles, are_none_where_another_answer_will_do) {
  auto members = ring(2);
  auto slow = kit.spawn<Member>("slow");
  slow.tell<Meet>(akt::any_ref(), 5s);
  members[0].tell<BeginEither>(slow);
  kit.advance(1min);
  EXPECT_TRUE(cycles.empty());
}

TEST_F(wait_cycles, are_none_where_an_actor_is_only_slow) {
  std::vector<akt::actor_ref<Member>> chain;
  for (auto name : {"a", "b", "c", "d"}) chain.push_back(kit.spawn<Member>(name));
  for (std::size_t i = 0; i + 1 < chain.size(); ++i) chain[i].tell<Meet>(chain[i + 1]);
  chain[3].tell<Meet>(akt::any_ref(), 5s);
  chain[0].tell<Begin>(10s, 2u);
  chain[1].tell<Begin>(10s, 1u);
  kit.advance(1min);
  EXPECT_TRUE(cycles.empty());
}

TEST_F(wait_cycles, are_none_where_an_answer_was_kept_for_later) {
  auto members = ring(2);
  members[0].tell<BeginKeep>(); // b has the question in hand, whoever answers it
  kit.settle();
  members[1].tell<Begin>(10s);
  kit.advance(5s);
  EXPECT_TRUE(cycles.empty());
}

TEST_F(wait_cycles, are_none_where_one_goes_on_with_a_callback) {
  auto member = kit.spawn<Member>("member");
  auto easy = kit.spawn<Easy>("easy", member);
  member.tell<BeginEasy>(easy); // the callback waits for the member, who waits for it
  kit.advance(5s);
  EXPECT_TRUE(cycles.empty());
}

TEST_F(wait_cycles, with_deadlines_of_200_ms_are_not_looked_for) {
  auto members = ring(2);
  for (auto& m : members) m.tell<Begin>(200ms);
  kit.advance(1min);
  EXPECT_TRUE(cycles.empty());
  for (auto& m : members) m.tell<Begin>(201ms);
  kit.advance(1min);
  EXPECT_EQ(cycles.size(), 1u);
}

TEST_F(wait_cycles, of_64_are_found_and_longer_ones_are_not) {
  auto members = ring(akt::wait_cycle::members_max);
  members[0].tell<Begin>(10s, members.size() - 1);
  kit.advance(1min);
  ASSERT_EQ(cycles.size(), 1u);
  EXPECT_EQ(cycles[0].members.size(), akt::wait_cycle::members_max);
  cycles.clear();
  auto extra = kit.spawn<Member>("extra");
  members[0].tell<Meet>(extra);
  extra.tell<Meet>(members[1]);
  kit.settle();
  members[0].tell<Begin>(10s, members.size());
  kit.advance(1min);
  EXPECT_TRUE(cycles.empty());
}

} // namespace wait_cycles_test
