// SPDX-License-Identifier: Apache-2.0
#include "program_run.hpp"

#include <gtest/gtest.h>

namespace program_run_test {

TEST(random_programs, conserve_messages_under_500_seeds) {
  akt::sim::program_result sum;
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    auto run = akt::sim::run_seed(seed);
    ASSERT_EQ(run.failure, "") << "seed " << seed;
    sum += run;
  }
  SCOPED_TRACE(describe(sum));
  EXPECT_GT(sum.handled, 12'000u);
  EXPECT_GT(sum.answered, 8'000u);
  EXPECT_GT(sum.failures, 1'000u);
  EXPECT_GT(sum.restarts, 800u);
  EXPECT_GT(sum.stashes, 700u);
  EXPECT_GT(sum.ticks, 2'000u);
  EXPECT_GT(sum.cuts, 300u);
  EXPECT_GT(sum.watches, 500u);
  EXPECT_GT(sum.refusals, 20u) << "memory was short at times";
  EXPECT_GT(sum.rests, 3'000u);
  EXPECT_GT(sum.given_up, 150u);
  EXPECT_GT(sum.linked, 50u);
  EXPECT_GT(sum.found, 80u);
  EXPECT_GT(sum.beside, 40u) << "handled while another handler of the actor waited";
}

// Where time is a choice, it once passed beyond every time-out before those that were stopped ran.
TEST(random_programs, come_to_their_end_also_where_time_is_a_choice) {
  for (std::uint64_t seed : {7'004'623u, 7'007'109u, 7'015'463u})
    EXPECT_EQ(akt::sim::run_seed(seed).failure, "") << "seed " << seed;
}

TEST(random_programs, have_one_trace_per_seed) {
  auto hash = [](std::uint64_t seed) { return akt::sim::run_seed(seed).hash; };
  EXPECT_EQ(hash(7), hash(7));
  EXPECT_NE(hash(7), hash(8));
}

} // namespace program_run_test
