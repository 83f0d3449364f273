// SPDX-License-Identifier: Apache-2.0
#include "akt/testkit/kit.hpp"

#include "../actor/system_core.hpp"
#include "program_actors.hpp"
#include "program_roles.hpp"

#include <gtest/gtest.h>

namespace program_actors_test {

using namespace akt::sim;
using namespace akt::sim::programs;

struct members : testing::Test {
  members() { book.time = &kit.system().core().clock; }
  akt::actor_ref<Member> spawn() {
    number one = enroll(book, 0, 0, 0);
    book.actors[one].first = {};
    book.actors[one].last = {};
    book.actors[one].interleaves = 0;
    std::string name;
    auto made = kit.system().spawn<Member>(options_of(book, one, name), &book, one);
    book.actors[one].seen_from[0] = made;
    kit.settle();
    return made;
  }
  Order order(number whom, act what, interlude between = interlude::none) {
    Order o;
    o.id = book.send(1, whom);
    o.first = static_cast<std::uint8_t>(what);
    o.between = static_cast<std::uint8_t>(between);
    return o;
  }

  ledger book;
  akt::testkit::kit kit;
  static constexpr number first = 1 + nodes;
};

TEST_F(members, do_what_their_messages_say) {
  auto one = spawn();
  one.tell<Note>(order(first, act::tells_itself));
  kit.settle();
  EXPECT_EQ(book.handled, 2u);
  one.tell<Note>(order(first, act::spawns));
  kit.settle();
  EXPECT_EQ(kit.system().actors_alive(), 2u);
  one.tell<Work>(order(first, act::stops_itself));
  kit.settle();
  EXPECT_EQ(kit.system().actors_alive(), 0u);
  EXPECT_EQ(book.failure, "");
}

TEST_F(members, answer_with_the_number_of_the_message) {
  auto one = spawn();
  const Order query = order(first, act::nothing);
  EXPECT_EQ(kit.await(one.ask<Query>(query)).value(), query.id);
  const Order question = order(first, act::nothing, interlude::naps);
  EXPECT_EQ(kit.await(one.ask<Question>(question)).value(), question.id);
  const Order promise = order(first, act::nothing);
  EXPECT_FALSE(kit.await(one.ask<Promise>(promise))) << "it is not kept";
}

TEST_F(members, stash_a_message_once) {
  auto one = spawn();
  one.tell<Note>(order(first, act::stashes));
  one.tell<Note>(order(first, act::unstashes_all));
  kit.settle();
  EXPECT_EQ(book.stashes, 1u);
  EXPECT_EQ(book.handled, 3u);
  EXPECT_EQ(book.failure, "");
}

TEST_F(members, give_up_what_they_have_asked) {
  auto one = spawn();
  one.tell<Note>(order(first, act::asks)); // a query to itself
  one.tell<Note>(order(first, act::gives_up));
  kit.settle();
  EXPECT_EQ(book.given_up, 1u);
  EXPECT_EQ(book.failure, "");
}

TEST_F(members, pass_on_what_they_are_asked) {
  auto one = spawn();
  const Order query = order(first, act::forwards);
  const auto answer = kit.await(one.ask<Query>(query)).value();
  EXPECT_NE(answer, query.id) << "of the message that came behind it";
  EXPECT_EQ(book.failure, "");
}

TEST_F(members, that_interleave_handle_messages_while_handlers_wait) {
  number one = enroll(book, 0, 0, 0);
  book.actors[one].first = {};
  book.actors[one].interleaves = 3;
  book.actors[one].last = {};
  std::string name;
  auto made = kit.system().spawn<Weaver>(options_of(book, one, name), &book, one);
  for (int i = 0; i < 4; ++i) made.tell<Work>(order(one, act::nothing, interlude::sleeps));
  kit.settle();
  EXPECT_EQ(book.actors[one].in_flight, 3u);
  kit.advance(std::chrono::seconds(7));
  EXPECT_EQ(book.actors[one].in_flight, 0u);
  EXPECT_EQ(book.beside, 2u) << "the fourth began when all others were done";
  EXPECT_EQ(book.failure, "");
}

} // namespace program_actors_test
