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
    book.actors[one].start_waits = book.actors[one].stop_waits = false;
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

TEST_F(members, say_when_somebody_goes_away_without_an_answer) {
  const std::uint32_t ask = book.ask(std::chrono::seconds(1), true);
  number one = enroll(book, 0, 0, 0);
  { Waiting waiting(&book, ask, one, 7); }
  EXPECT_TRUE(book.asks[ask].dropped);
  EXPECT_EQ(book.actors[one].doomed, 7u);
}

TEST(tokens, count_the_objects_that_are_alive) {
  const auto before = Token::alive;
  {
    Token one;
    Token other = one;
    EXPECT_EQ(Token::alive, before + 2);
  }
  EXPECT_EQ(Token::alive, before);
}

} // namespace program_actors_test
