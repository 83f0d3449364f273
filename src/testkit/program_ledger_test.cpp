// SPDX-License-Identifier: Apache-2.0
//
// The checks of random programs can fail.
#include "program_ledger.hpp"

#include <gtest/gtest.h>

namespace program_ledger_test {

using namespace akt::sim::programs;
using std::chrono::milliseconds;

struct hand_clock final : akt::clock {
  akt::instant now() noexcept override { return time; }
  akt::duration wall_now() noexcept override { return {}; }
  akt::instant time{};
};

struct ledgers : testing::Test {
  ledgers() {
    book.time = &time;
    book.actors.resize(1 + nodes + 2);
    life = book.born(one);
  }
  std::uint64_t message() { return book.send(1, one); }
  void handle(std::uint64_t m, std::uint32_t gates = 0) { book.begins(one, life, m, gates); }
  bool says(const std::string& what) const { return book.failure.find(what) != std::string::npos; }

  static constexpr number one = 1 + nodes, other = one + 1;
  hand_clock time;
  ledger book;
  std::uint32_t life = 0;
};

TEST_F(ledgers, say_nothing_of_what_is_right) {
  auto first = message();
  auto second = message();
  handle(first);
  book.put_aside(first);
  handle(second);
  handle(first);
  EXPECT_EQ(book.failure, "");
  book.died(one);
  book.end();
  EXPECT_EQ(book.failure, "");
}

TEST_F(ledgers, say_which_message_was_handled_twice) {
  auto m = message();
  handle(m);
  handle(m);
  EXPECT_EQ(book.failure, "message 1 to actor 3 was handled twice");
}

TEST_F(ledgers, say_which_message_came_to_a_stranger) {
  book.begins(one, life, book.send(1, other), 0);
  EXPECT_TRUE(says("was meant for 4"));
}

TEST_F(ledgers, say_which_message_came_out_of_its_order) {
  auto first = message();
  handle(message());
  handle(first);
  EXPECT_TRUE(says("came behind a later one of 1"));
}

TEST_F(ledgers, say_which_message_was_handled_by_an_actor_that_must_not) {
  handle(message(), 4);
  EXPECT_TRUE(says("behind gates 4"));
}

TEST_F(ledgers, say_which_message_was_handled_by_a_life_that_is_over) {
  book.doom(one, life);
  handle(message());
  EXPECT_TRUE(says("which had ended"));
  book.failure.clear();
  book.died(one);
  handle(message());
  EXPECT_TRUE(says("dead"));
}

TEST_F(ledgers, say_who_went_on_while_it_was_suspended) {
  book.actors[one].suspends_on_failure = true;
  book.fails(one, life);
  book.ordered(one);
  handle(message());
  EXPECT_EQ(book.failure, "") << "somebody has said go on";
  book.rest();
  book.fails(one, life);
  handle(message());
  EXPECT_TRUE(says("while its actor was suspended"));
}

TEST_F(ledgers, say_which_schedule_outlived_what_has_ended_it) {
  auto m = message();
  book.cancelled(m);
  handle(m);
  EXPECT_TRUE(says("after it was cancelled"));
  book.failure.clear();
  m = message();
  book.messages[m].life = life + 1;
  handle(m);
  EXPECT_TRUE(says("a schedule of an earlier life"));
}

TEST_F(ledgers, say_which_ask_was_answered_twice_or_never) {
  auto ask = book.ask(milliseconds(10), true);
  book.answered(ask, outcome::value, "");
  book.answered(ask, outcome::value, "");
  EXPECT_TRUE(says("ask 0 was answered twice"));
  book.failure.clear();
  (void)book.ask(milliseconds(10), true);
  book.died(one);
  book.end();
  EXPECT_FALSE(book.failure.empty());
}

TEST_F(ledgers, say_which_ask_got_another_answer_than_was_given) {
  auto m = message();
  book.messages[m].ask = book.ask(milliseconds(10), true);
  book.expect(m, outcome::failed);
  book.answered(0, outcome::other, "request timed out");
  EXPECT_EQ(book.failure, "ask 0 was answered with another error (request timed out), not failed");
}

TEST_F(ledgers, expect_nothing_of_an_ask_whose_time_is_over) {
  auto m = message();
  book.messages[m].ask = book.ask(milliseconds(10), true);
  time.time += milliseconds(10);
  book.expect(m, outcome::failed);
  book.answered(0, outcome::other, "request timed out");
  EXPECT_EQ(book.failure, "");
}

TEST_F(ledgers, end_the_life_of_whoever_forgets_its_ask) {
  auto ask = book.ask(milliseconds(10), true);
  book.dropped(ask, one, life);
  handle(message());
  EXPECT_TRUE(says("which had ended"));
}

TEST_F(ledgers, say_which_watch_was_told_twice_or_never) {
  (void)book.watch();
  book.died(one);
  book.end();
  EXPECT_TRUE(says("watch 0 was told 0 times"));
  book.failure.clear();
  akt::any_ref somebody(64, 1);
  book.watches(one, somebody);
  book.heard(one, somebody);
  EXPECT_EQ(book.failure, "");
  book.heard(one, somebody);
  EXPECT_TRUE(says("an end that it does not watch for"));
}

TEST_F(ledgers, say_what_has_outlived_all) {
  book.end();
  EXPECT_TRUE(says("1 objects have outlived all"));
}

} // namespace program_ledger_test
