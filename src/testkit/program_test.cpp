// SPDX-License-Identifier: Apache-2.0
#include "program.hpp"

#include <gtest/gtest.h>

#include <set>

namespace program_test {

using namespace akt::sim;

std::string text_of(const program& p) {
  std::string text;
  for (const operation& o : p) text += describe(o) + "\n";
  return text;
}

TEST(programs, are_the_same_for_one_seed_and_different_for_two) {
  EXPECT_EQ(text_of(make_program(7, 30)), text_of(make_program(7, 30)));
  EXPECT_NE(text_of(make_program(7, 30)), text_of(make_program(8, 30)));
}

TEST(programs, do_everything_there_is_to_do) {
  std::set<deed> deeds;
  std::set<act> acts;
  std::set<akt::sim::interlude> pauses;
  for (std::uint64_t seed = 1; seed <= 50; ++seed)
    for (const operation& o : make_program(seed, 40)) {
      deeds.insert(o.what);
      acts.insert(o.first);
      acts.insert(o.second);
      pauses.insert(o.between);
    }
  EXPECT_EQ(deeds.size(), static_cast<std::size_t>(deed::count));
  EXPECT_EQ(acts.size(), static_cast<std::size_t>(act::count));
  EXPECT_EQ(pauses.size(), static_cast<std::size_t>(akt::sim::interlude::count));
}

TEST(programs, are_described_in_words) {
  operation o{deed::question, act::tells, act::throws, akt::sim::interlude::naps, 17, 3, 99, 4};
  EXPECT_EQ(describe(o), "question of 17: tells, pause naps, throws (other 3, detail 99), 4 steps");
}

} // namespace program_test
