// SPDX-License-Identifier: Apache-2.0
#include "program_person.hpp"
#include "program_roles.hpp"

#include <gtest/gtest.h>

namespace program_person_test {

using namespace akt::sim;
using namespace akt::sim::programs;

TEST(persons, say_when_somebody_goes_away_without_an_answer) {
  ledger book;
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

} // namespace program_person_test
