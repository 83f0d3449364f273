// SPDX-License-Identifier: Apache-2.0
#include "scenario.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace testkit_test {

using akt::sim::run_scenario;
using akt::sim::scenario_options;

std::string hash_of(std::uint64_t seed, const std::string& policy) {
  return run_scenario({.seed = seed, .policy = policy}).value().hash;
}

TEST(scenario, holds_every_check_under_450_seeds) {
  akt::sim::scenario_result sum;
  for (std::uint64_t seed = 1; seed <= 450; ++seed) {
    auto run = run_scenario({.seed = seed, .actions = 40}).value();
    ASSERT_EQ(run.failure, "") << "./dev sim --seed " << seed;
    sum.asks += run.asks;
    sum.watches += run.watches;
    sum.cuts += run.cuts;
    sum.answered += run.answered;
    sum.failures += run.failures;
    sum.letters += run.letters;
  }
  EXPECT_GT(sum.asks, 500u);
  EXPECT_GT(sum.answered, sum.asks / 4);
  EXPECT_LT(sum.answered, sum.asks) << "some time out, or their peer is gone";
  EXPECT_GT(sum.watches, 100u);
  EXPECT_GT(sum.cuts, 100u);
  EXPECT_GT(sum.failures, 50u);
  EXPECT_GT(sum.letters, 100u);
}

TEST(scenario, holds_every_check_under_changing_priorities) {
  std::uint64_t changes = 0;
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    auto run = run_scenario({.seed = seed, .policy = "pct:3", .actions = 40}).value();
    ASSERT_EQ(run.failure, "") << "./dev sim --policy pct:3 --seed " << seed;
    changes += run.priority_changes;
  }
  EXPECT_GT(changes, 80u) << "most of two a run happen while it runs";
}

TEST(scenario, has_one_trace_per_seed_and_policy) {
  for (const char* policy : {"random", "pct:3"}) {
    EXPECT_EQ(hash_of(7, policy), hash_of(7, policy));
    EXPECT_NE(hash_of(7, policy), hash_of(8, policy));
  }
  EXPECT_NE(hash_of(7, "random"), hash_of(7, "pct:3"));
}

TEST(scenario, has_the_same_trace_in_another_process) {
  std::string self = std::filesystem::read_symlink("/proc/self/exe").string();
  std::string line = "'" + self +
                     "' --gtest_also_run_disabled_tests "
                     "--gtest_filter=scenario.DISABLED_prints_its_trace_of_seed_7";
  std::FILE* other = popen(line.c_str(), "r");
  ASSERT_TRUE(other);
  std::string out;
  for (int c; (c = std::fgetc(other)) != EOF;) out += static_cast<char>(c);
  EXPECT_EQ(pclose(other), 0);
  EXPECT_NE(out.find("trace " + hash_of(7, "random")), std::string::npos) << out;
}

// The other process of the test above.
TEST(scenario, DISABLED_prints_its_trace_of_seed_7) {
  std::printf("trace %s\n", hash_of(7, "random").c_str());
}

TEST(scenario, finds_a_planted_lost_update_and_replays_it_by_seed_and_by_choices) {
  std::string choices = testing::TempDir() + "akt_scenario.choices";
  scenario_options options{.plant = true};
  akt::sim::scenario_result found;
  while (found && options.seed <= 1000) {
    found = run_scenario(options, choices).value();
    if (found) ++options.seed;
  }
  ASSERT_FALSE(found) << "not found under a thousand seeds";
  EXPECT_NE(found.failure.find("update was lost"), std::string::npos) << found.failure;

  EXPECT_EQ(run_scenario(options).value().failure, found.failure);
  options.policy = "replay:" + choices;
  auto again = run_scenario(options).value();
  EXPECT_EQ(again.failure, found.failure);
  EXPECT_EQ(again.hash, found.hash);
  EXPECT_EQ(again.complaint, "");
  options.actions = 10;
  EXPECT_NE(run_scenario(options).value().complaint, "") << "another run";
  ++options.seed;
  EXPECT_EQ(run_scenario(options).error(), akt::errc::invalid_argument) << "another seed";
  std::filesystem::remove(choices);
}

TEST(scenario, refuses_an_unknown_policy) {
  EXPECT_EQ(run_scenario({.policy = "fair"}).error(), akt::errc::invalid_argument);
}

} // namespace testkit_test
