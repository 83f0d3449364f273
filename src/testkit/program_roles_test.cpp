// SPDX-License-Identifier: Apache-2.0
#include "program_roles.hpp"

#include <gtest/gtest.h>

namespace program_roles_test {

using namespace akt::sim::programs;

TEST(roles, are_the_same_for_the_same_number_and_differ_between_numbers) {
  ledger book;
  unsigned stops = 0, restarts = 0, suspends = 0, bad = 0, small = 0, interleave = 0;
  for (std::uint32_t detail = 0; detail < 100; ++detail) {
    const actor_record a = book.actors[enroll(book, 1, 0, detail)];
    const actor_record b = book.actors[enroll(book, 1, 0, detail)];
    EXPECT_EQ(a.stops_on_failure, b.stops_on_failure);
    EXPECT_EQ(a.stash_max, b.stash_max);
    EXPECT_EQ(a.node, 1u);
    stops += a.stops_on_failure;
    restarts += a.restarts_on_failure;
    suspends += a.suspends_on_failure;
    bad += a.bad_starts > 0;
    small += a.stash_max < 10;
    interleave += a.interleaves > 0;
  }
  for (unsigned n : {stops, restarts, suspends, bad, small, interleave}) EXPECT_GT(n, 2u);
}

TEST(roles, of_top_level_actors_have_names_that_can_be_looked_up) {
  ledger book;
  std::string name;
  const number one = enroll(book, 0, 0, 5);
  EXPECT_EQ(options_of(book, one, name).name, "m" + std::to_string(one));
  EXPECT_TRUE(options_of(book, one, name).supervise.has_value());
}

} // namespace program_roles_test
