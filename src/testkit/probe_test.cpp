// SPDX-License-Identifier: Apache-2.0
#include "akt/testkit.hpp"

#include <gtest/gtest.h>

namespace probe_test {

using namespace std::chrono_literals;

struct Square {
  int n = 0;
};
struct Squared {
  int n = 0;
  friend bool operator==(const Squared&, const Squared&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Squared& m) { return out << m.n; }
};
using Results = akt::actor_ref<akt::protocol<void(Squared)>>;
using Squares = akt::actor_ref<akt::protocol<int(Square)>>;

/// Tells the result to its partner, soon or after a while, and answers with it.
struct Calculator {
  Results out;
  akt::duration after{0};

  akt::task<int> on(Square m, akt::context<Calculator>& ctx) {
    co_await ctx.sleep(after);
    out.tell<Squared>(m.n * m.n);
    co_return m.n* m.n;
  }
};

struct AskAround {
  int n = 0;
};
/// Asks its partner.
struct Client {
  Squares partner;
  akt::task<akt::result<int>> on(AskAround m) {
    auto answer = co_await partner.ask<Square>(m.n);
    co_return answer;
  }
};

std::vector<std::string>& failures() {
  static std::vector<std::string> all;
  return all;
}
std::vector<int>& failed_lines() {
  static std::vector<int> all;
  return all;
}

/// Expectations that fail are kept, so that a test sees them fail.
struct probes : testing::Test {
  probes() {
    failures().clear();
    failed_lines().clear();
    akt::testkit::on_failure([](const std::string& what, const char* file, int line) {
      failures().push_back(what);
      failed_lines().push_back(line);
      EXPECT_TRUE(std::string(file).ends_with("probe_test.cpp")) << file;
    });
  }
  ~probes() override {
    EXPECT_EQ(failures(), expected);
    akt::testkit::on_failure(nullptr);
  }

  /// What a call complains of: one thing, at its line.
  template <class F>
  std::string complaint(F call, int line) {
    std::size_t before = failures().size();
    call();
    if (failures().size() != before + 1) {
      ADD_FAILURE() << failures().size() - before << " complaints";
      return {};
    }
    EXPECT_NEAR(failed_lines().back(), line, 1) << "compilers differ within a macro";
    std::string what = failures().back();
    failures().pop_back();
    return what;
  }
#define COMPLAINT(...) complaint([&] { __VA_ARGS__; }, __LINE__)

  void tell(int n) { probe.ref().tell<Squared>(n); }
  auto spawn_calculator(akt::duration after = {}) {
    return kit.spawn<Calculator>("calculator", Results(probe.ref()), after);
  }

  std::vector<std::string> expected; ///< failures that stay
  akt::testkit::kit kit;
  akt::testkit::probe<Squared, int(Square)> probe{kit};
};

// TK-01, here and below. Where that scenario lets real time pass, akt lets virtual time pass.
TEST_F(probes, take_messages_in_their_order_and_then_have_none) {
  auto calculator = spawn_calculator();
  calculator.tell<Square>(2);
  calculator.tell<Square>(3);
  probe.expect(Squared{4});
  EXPECT_EQ(probe.expect<Squared>().n, 9);
  probe.expect_none();
}

TEST_F(probes, fail_when_nothing_comes) {
  EXPECT_EQ(COMPLAINT(EXPECT_EQ(probe.expect<Squared>().n, 0)),
            "expected a probe_test::Squared, got nothing");
  EXPECT_EQ(COMPLAINT(probe.expect(Squared{1})), "expected a probe_test::Squared, got nothing");
  EXPECT_EQ(COMPLAINT(probe.expect_any()), "expected a message, got nothing");
}

TEST_F(probes, fail_on_another_value) {
  tell(1);
  EXPECT_EQ(COMPLAINT(probe.expect(Squared{2})), "expected probe_test::Squared 2, got another "
                                                 "value: probe_test::Squared 1");
  probe.expect_none();
}

TEST_F(probes, fail_on_another_type) {
  probe.ref().tell<Square>(1);
  EXPECT_EQ(COMPLAINT(probe.expect<Squared>()),
            "expected a probe_test::Squared, got probe_test::Square");
}

TEST_F(probes, take_any_message) {
  tell(1);
  probe.ref().tell<Square>(2);
  EXPECT_EQ(std::get<Squared>(probe.expect_any()).n, 1);
  EXPECT_EQ(std::get<Square>(probe.expect_any()).n, 2);
}

TEST_F(probes, take_a_message_that_fits) {
  auto is_even = [](const Squared& m) { return m.n % 2 == 0; };
  tell(2);
  tell(3);
  probe.ref().tell<Square>(4);
  EXPECT_EQ(probe.expect_matching<Squared>(is_even).n, 2);
  EXPECT_EQ(COMPLAINT(probe.expect_matching<Squared>(is_even)),
            "expected another value, got probe_test::Squared 3");
  EXPECT_EQ(COMPLAINT(probe.expect_matching<Squared>(is_even)),
            "expected a probe_test::Squared, got probe_test::Square");
}

TEST_F(probes, fail_on_a_message_too_many) {
  tell(1);
  tell(2);
  EXPECT_EQ(COMPLAINT(probe.expect_none()),
            "expected no message, got 2, first probe_test::Squared 1");
}

TEST_F(probes, let_no_time_pass_unless_told_to) {
  auto before = kit.world().now();
  spawn_calculator(1h).tell<Square>(2);
  probe.expect_none();
  EXPECT_EQ(probe.count(), 0u);
  EXPECT_EQ(kit.world().now(), before);
}

TEST_F(probes, wait_as_long_as_they_must_and_no_longer) {
  auto before = kit.world().now();
  auto calculator = spawn_calculator(10min);
  calculator.tell<Square>(2);
  calculator.tell<Square>(3);
  probe.expect_within(1h, Squared{4});
  EXPECT_EQ(kit.world().now() - before, akt::duration(10min));
  EXPECT_EQ(probe.expect_within<Squared>(1h).n, 9);
  calculator.tell<Square>(4);
  EXPECT_EQ(std::get<Squared>(probe.expect_any_within(1h)).n, 16);
  calculator.tell<Square>(5);
  EXPECT_EQ(probe.expect_matching_within<Squared>(10min, [](auto&) { return true; }).n, 25);
  EXPECT_EQ(kit.world().now() - before, akt::duration(40min));
}

TEST_F(probes, fail_when_the_time_is_over) {
  auto before = kit.world().now();
  spawn_calculator(1h).tell<Square>(2);
  EXPECT_EQ(COMPLAINT(probe.expect_within(20min, Squared{4})),
            "expected a probe_test::Squared, got nothing");
  EXPECT_EQ(COMPLAINT(probe.expect_any_within(20min)), "expected a message, got nothing");
  EXPECT_EQ(kit.world().now() - before, akt::duration(40min));
  probe.expect_none_within(20min - 1ms);
  EXPECT_EQ(COMPLAINT(probe.expect_none_within(1ms)),
            "expected no message, got 1, first probe_test::Squared 4");
}

TEST_F(probes, fish_for_a_message_among_others) {
  for (int n : {1, 2, 3}) tell(n);
  probe.ref().tell<Square>(4);
  EXPECT_EQ(probe.fish_for<Squared>([](const Squared& m) { return m.n == 2; }).n, 2);
  EXPECT_EQ(probe.fish_for<Square>().n, 4);
  probe.expect_none();
}

TEST_F(probes, say_what_they_passed_over_when_they_fished_in_vain) {
  auto nine = [](const Squared& m) { return m.n == 9; };
  EXPECT_EQ(COMPLAINT(probe.fish_for<Squared>(nine)),
            "fished for a probe_test::Squared, got nothing");
  tell(1);
  probe.ref().tell<Square>(4);
  EXPECT_EQ(COMPLAINT(probe.fish_for<Squared>(nine)),
            "fished for a probe_test::Squared, got only probe_test::Squared 1, probe_test::Square");
  probe.expect_none();
}

TEST_F(probes, fish_within_a_time_in_all) {
  auto before = kit.world().now();
  auto calculator = spawn_calculator(10min);
  for (int n : {1, 2, 3, 4}) calculator.tell<Square>(n);
  auto is = [](int n) { return [n](const Squared& m) { return m.n == n; }; };
  EXPECT_EQ(probe.fish_for<Squared>(is(4), 20min).n, 4);
  EXPECT_EQ(COMPLAINT(probe.fish_for<Squared>(is(16), 15min)),
            "fished for a probe_test::Squared, got only probe_test::Squared 9");
  EXPECT_EQ(kit.world().now() - before, akt::duration(35min));
}

TEST_F(probes, count_and_forget_what_waits) {
  tell(1);
  tell(2);
  EXPECT_EQ(probe.count(), 2u);
  probe.clear();
  EXPECT_EQ(probe.count(), 0u);
  tell(3);
  probe.expect(Squared{3});
}

TEST_F(probes, hear_of_the_end_of_an_actor_that_they_watch) {
  auto calculator = spawn_calculator();
  probe.watch(calculator);
  calculator.tell<Square>(2);
  calculator.stop();
  probe.expect(Squared{4});
  auto end = probe.expect_terminated(calculator);
  EXPECT_EQ(end.reason, akt::stop_reason::stopped);
  probe.expect_none();

  auto second = kit.spawn<Calculator>("second", Results(probe.ref()), akt::duration());
  probe.watch(second);
  second.stop();
  EXPECT_EQ(probe.expect_terminated("akt://test/second").actor, second);
}

TEST_F(probes, hear_at_once_of_the_end_of_who_has_ended) {
  auto calculator = spawn_calculator();
  calculator.stop();
  kit.settle();
  probe.watch(calculator);
  EXPECT_EQ(probe.expect_terminated(calculator).reason, akt::stop_reason::not_found);
}

TEST_F(probes, wait_for_an_end) {
  auto calculator = spawn_calculator(5s);
  probe.watch(calculator);
  calculator.tell<Square>(2);
  kit.settle();
  calculator.stop();
  probe.expect_none_within(4s);
  probe.expect_within(1s, Squared{4});
  probe.expect_terminated_within(1s, calculator);
}

TEST_F(probes, fail_on_another_end_or_none) {
  auto one = kit.spawn<Calculator>("one", Results(), akt::duration());
  auto other = kit.spawn<Calculator>("other", Results(), akt::duration());
  probe.watch(one);
  EXPECT_EQ(COMPLAINT(probe.expect_terminated(one)), "expected a akt::terminated, got nothing");
  one.stop();
  EXPECT_EQ(COMPLAINT(probe.expect_terminated(other)),
            "expected another's end, got akt::terminated akt://test/one (stopped)");
  probe.watch(other);
  other.stop();
  EXPECT_EQ(COMPLAINT(probe.expect_terminated("akt://test/one")),
            "expected another's end, got akt::terminated akt://test/other (stopped)");
  probe.watch(one);
  EXPECT_EQ(COMPLAINT(probe.expect<Squared>()),
            "expected a probe_test::Squared, got akt::terminated of nobody (not_found)");
}

TEST_F(probes, hear_of_no_end_after_unwatch) {
  auto calculator = spawn_calculator();
  probe.watch(calculator);
  probe.unwatch(calculator);
  calculator.stop();
  probe.expect_none_within(1h);
}

TEST_F(probes, answer_when_the_test_says_so) {
  auto client = kit.spawn<Client>("client", Squares(probe.ref()));
  std::optional<akt::result<int>> answer;
  client.ask<AskAround>(3).then([&](akt::result<int> r) { answer.emplace(std::move(r)); });
  EXPECT_EQ(probe.expect<Square>().n, 3);
  EXPECT_FALSE(answer);
  probe.reply<Square>(9);
  kit.settle();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->value(), 9);
}

TEST_F(probes, answer_what_has_waited_longest_and_nothing_that_was_told) {
  std::vector<int> answers;
  probe.ref().tell<Square>(0);
  kit.settle();
  for (int n : {1, 2}) {
    probe.ref().ask<Square>(n).then([&](akt::result<int> r) { answers.push_back(r.value_or(-1)); });
    kit.settle();
  }
  EXPECT_EQ(probe.count(), 3u);
  probe.reply<Square>(1);
  probe.reply<Square>(akt::error(akt::errc::fenced));
  kit.settle();
  EXPECT_EQ(answers, (std::vector<int>{1, -1}));
  EXPECT_EQ(COMPLAINT(probe.reply<Square>(3)),
            "no ask with a probe_test::Square waits for its answer");
}

TEST_F(probes, answer_at_once_as_they_were_told_to) {
  auto client = kit.spawn<Client>("client", Squares(probe.ref()));
  probe.reply_with<Square>(7);
  EXPECT_EQ(kit.await(client.ask<AskAround>(3)).value(), 7);
  probe.reply_with<Square>([](const Square& m) { return m.n * m.n; });
  EXPECT_EQ(kit.await(client.ask<AskAround>(3)).value(), 9);
  probe.reply_with<Square>(akt::error(akt::errc::fenced, "not today"));
  auto refused = kit.await(client.ask<AskAround>(3));
  EXPECT_EQ(refused.error(), akt::error(akt::errc::fenced, "not today"));
  EXPECT_EQ(probe.count(), 3u) << "it has heard of them, too";
}

TEST_F(probes, that_end_leave_nobody_waiting) {
  std::optional<akt::result<int>> answer;
  {
    akt::testkit::probe<int(Square)> other(kit);
    other.ref().ask<Square>(1).then([&](akt::result<int> r) { answer.emplace(std::move(r)); });
    other.expect<Square>();
  }
  ASSERT_TRUE(answer);
  EXPECT_FALSE(answer->has_value());
}

// TK-02
TEST_F(probes, are_independent_of_each_other) {
  akt::testkit::probe<Squared> other(kit);
  auto one = kit.spawn<Calculator>("one", Results(probe.ref()), akt::duration());
  auto two = kit.spawn<Calculator>("two", Results(other.ref()), akt::duration());
  one.tell<Square>(1);
  two.tell<Square>(2);
  other.expect(Squared{4});
  other.expect_none();
  probe.expect(Squared{1});
  probe.expect_none();
}

// TK-03. What is told goes to whom it names; an ask by the kit is from nobody.
TEST_F(probes, receive_replies_and_ask_by_their_kit) {
  auto calculator = spawn_calculator();
  EXPECT_EQ(kit.await(calculator.ask<Square>(5)).value(), 25);
  probe.expect(Squared{25});
}

struct Question {
  int n = 0;
  Results from;
  friend bool operator==(const Question& a, const Question& b) { return a.n == b.n; }
};
/// Answers in its own name, and keeps from whom the last question was.
struct Oracle {
  akt::any_ref* asked_by;
  void on(const Question& m, akt::context<Oracle>& ctx) {
    *asked_by = ctx.sender();
    if (m.n == 0)
      m.from.tell<Squared>(0);
    else
      ctx.tell<Squared>(m.from, m.n * m.n);
  }
};

// TK-03
TEST_F(probes, know_who_has_sent_what_they_get_and_send_in_their_own_name) {
  akt::any_ref asked_by;
  auto oracle = kit.spawn<Oracle>("oracle", &asked_by);
  for (int n = 0; n < 3; ++n) probe.tell(oracle, Question{n, probe.ref()});
  probe.expect(Squared{0});
  EXPECT_FALSE(probe.sender()) << "told plainly";
  EXPECT_EQ(asked_by, akt::any_ref(probe.ref()));
  probe.clear();
  probe.tell(oracle, Question{3, probe.ref()});
  probe.expect(Squared{9});
  EXPECT_EQ(probe.sender(), akt::any_ref(oracle));
  oracle.tell<Question>(0, Results(probe.ref()));
  probe.expect(Squared{0});
  EXPECT_FALSE(asked_by);
}

// TK-05
TEST_F(probes, see_time_outs_and_sleeps_by_the_clock_of_the_test) {
  auto calculator = spawn_calculator(24h);
  std::optional<akt::result<int>> answer;
  calculator.ask<Square>(2).within(1h).then([&](akt::result<int> r) { answer.emplace(r); });
  kit.advance(1h - 1ms);
  EXPECT_FALSE(answer);
  kit.advance(1ms);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->error(), akt::errc::timeout);
  probe.expect_none_within(23h - 1ms);
  kit.advance(1ms);
  probe.expect(Squared{4});
}

TEST_F(probes, keep_a_thousand_messages_and_say_that_more_were_lost) {
  for (int n = 0; n < 1000; ++n) tell(n);
  EXPECT_EQ(probe.count(), 1000u);
  tell(1000);
  tell(1001);
  EXPECT_EQ(COMPLAINT(EXPECT_EQ(probe.count(), 1000u)),
            "a probe lost 2 messages: 1000 wait already (probe_options::messages_max)");
  EXPECT_EQ(probe.count(), 1000u) << "it says so once";
  probe.expect(Squared{0});
}

TEST_F(probes, keep_as_many_as_the_option_says_and_say_at_their_end_what_nobody_has_heard) {
  int line = 0;
  {
    line = __LINE__ + 1;
    akt::testkit::probe<Squared> small(kit, {.messages_max = 2});
    for (int n = 0; n < 3; ++n) small.ref().tell<Squared>(n);
  }
  expected = {"a probe lost 1 messages: 2 wait already (probe_options::messages_max)"};
  EXPECT_EQ(failures(), expected);
  EXPECT_EQ(failed_lines().back(), line);
}

TEST(probe_death, outlives_no_kit) {
  auto outlives = [] {
    std::optional<akt::testkit::kit> brief(std::in_place);
    akt::testkit::probe<Squared> probe(*brief);
    brief.reset();
  };
  EXPECT_DEATH(outlives(), "a probe must end before its kit or world");
}

} // namespace probe_test
