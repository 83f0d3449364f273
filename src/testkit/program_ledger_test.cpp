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

TEST_F(ledgers, say_which_message_was_handled_beside_handlers_that_wait) {
  book.actors[one].in_flight = 1;
  handle(message());
  EXPECT_EQ(book.failure, "message 1 to actor 3 was handled beside 1 handlers that wait");
}

TEST_F(ledgers, let_actors_that_interleave_have_as_many_handlers_as_they_may) {
  book.actors[one].interleaves = 3;
  book.actors[one].in_flight = 2;
  handle(message());
  EXPECT_EQ(book.failure, "");
  EXPECT_EQ(book.beside, 1u);
  book.actors[one].in_flight = 3;
  handle(message());
  EXPECT_TRUE(says("beside 3 handlers"));
}

TEST_F(ledgers, say_which_message_was_handled_beside_started) {
  book.actors[one].starting = true;
  handle(message());
  EXPECT_TRUE(says("beside `started`"));
}

TEST_F(ledgers, say_which_message_is_not_from_its_sender) {
  const akt::any_ref self(8, 1), stranger(16, 1);
  auto m = message();
  book.seen_from(m, stranger);
  EXPECT_EQ(book.failure, "") << "nobody knows";
  book.sent_by(m, self);
  book.seen_from(m, self);
  EXPECT_EQ(book.failure, "");
  book.seen_from(m, stranger);
  EXPECT_EQ(book.failure, "message 1 to actor 3 is not from its sender");
}

TEST_F(ledgers, know_who_has_sent_what_is_forwarded) {
  const akt::any_ref self(8, 1);
  auto m = message();
  book.sent_by(m, self);
  auto on = book.send(one, other);
  book.forwarded(m, on);
  book.seen_from(on, akt::any_ref());
  EXPECT_TRUE(says("is not from its sender"));
}

TEST_F(ledgers, say_which_ask_was_answered_after_it_was_given_up) {
  auto ask = book.ask(milliseconds(10), true);
  book.gives_up(ask);
  book.dropped(ask, one, life);
  book.has_given_up(ask);
  handle(message());
  EXPECT_EQ(book.failure, "") << "who gives up lives on";
  book.answered(ask, outcome::value, "");
  EXPECT_EQ(book.failure, "ask 0 was answered behind its end");
}

TEST_F(ledgers, say_which_ask_was_given_up_in_vain) {
  auto ask = book.ask(milliseconds(10), true);
  book.gives_up(ask);
  book.has_given_up(ask);
  EXPECT_EQ(book.failure, "ask 0 was given up and goes on");
}

TEST_F(ledgers, know_which_actors_end_together) {
  book.links(one, other);
  ASSERT_EQ(book.ties().size(), 1u);
  book.unlinks(other, one);
  EXPECT_TRUE(book.ties().empty());
  book.links(one, other);
  EXPECT_TRUE(book.ties().empty()) << "one that is on its way may end it";
  book.rest();
  book.links(one, other);
  EXPECT_EQ(book.ties().size(), 1u);
}

TEST_F(ledgers, say_who_was_found_by_the_name_of_another) {
  const akt::any_ref found(8, 1), fresh(16, 1);
  book.actors[one].seen_from[0] = found;
  book.actors[other].namesake = one;
  EXPECT_TRUE(book.finds(other, found));
  EXPECT_EQ(book.failure, "");
  EXPECT_FALSE(book.finds(other, fresh));
  EXPECT_EQ(book.failure, "actor 3 lives and was not found by its name");
}

} // namespace program_ledger_test
