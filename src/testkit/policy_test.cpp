// SPDX-License-Identifier: Apache-2.0
#include "akt/testkit/policy.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace testkit_test {

using akt::errc;
using akt::sim::choice;
using akt::sim::make_policy;

akt::random_stream some_stream(std::uint64_t seed = 1) { return {seed, 0, "policy"}; }

std::vector<choice> choices(std::uint32_t n) {
  std::vector<choice> all;
  for (std::uint32_t i = 0; i < n; ++i) all.push_back({choice::kind::cell, 0, i});
  return all;
}

std::vector<std::size_t> picks(const std::string& policy, std::uint64_t seed, std::uint32_t of) {
  auto p = make_policy(policy, some_stream(seed), seed).value();
  std::vector<std::size_t> all;
  for (int i = 0; i < 200; ++i) all.push_back(p->pick(choices(of)));
  return all;
}

TEST(policy, is_random_pct_or_replay_and_nothing_else) {
  for (const char* good : {"", "random", "pct:1", "pct:64", "pct:3:225"})
    EXPECT_TRUE(make_policy(good, some_stream(), 1)) << good;
  for (const char* bad : {"fair", "pct", "pct:", "pct:0", "pct:65", "pct:x", "pct:3x", "pct:3:",
                          "pct:3:0", "pct:3:2x", "replay:", "replay:/no/such/file", "Random"})
    EXPECT_EQ(make_policy(bad, some_stream(), 1).error(), errc::invalid_argument) << bad;
}

TEST(policy, random_repeats_with_its_seed_and_reaches_every_choice) {
  EXPECT_EQ(picks("random", 1, 5), picks("random", 1, 5));
  EXPECT_NE(picks("random", 1, 5), picks("random", 2, 5));
  std::vector<int> seen(5);
  for (auto p : picks("random", 1, 5)) ++seen[p];
  for (int n : seen) EXPECT_GT(n, 20);
}

TEST(policy, pct_keeps_to_the_highest_priority_but_for_its_changes) {
  auto all = picks("pct:1", 3, 5);
  EXPECT_EQ(all, std::vector<std::size_t>(200, all[0])); // no change: one wins always
  std::size_t changes = 0;
  auto p = make_policy("pct:20", some_stream(3), 3).value();
  std::size_t latest = p->pick(choices(5));
  for (int i = 0; i < 2000; ++i) {
    std::size_t next = p->pick(choices(5));
    changes += next != latest;
    latest = next;
  }
  EXPECT_GT(changes, 5u);
  EXPECT_LE(changes, 19u);
  EXPECT_EQ(p->changes(), 19u);
}

TEST(policy, pct_changes_within_the_steps_that_it_is_told) {
  auto p = make_policy("pct:10:50", some_stream(3), 3).value();
  for (int i = 0; i < 50; ++i) (void)p->pick(choices(5));
  EXPECT_EQ(p->changes(), 9u);
}

TEST(policy, pct_knows_who_is_who_when_others_come_and_go) {
  auto p = make_policy("pct:1", some_stream(3), 3).value();
  std::size_t favourite = p->pick(choices(5));
  std::vector<choice> alone{choices(5)[favourite]};
  EXPECT_EQ(p->pick(alone), 0u);
  EXPECT_EQ(p->pick(choices(5)), favourite);
}

TEST(policy, pct_never_contradicts_itself_whoever_comes_and_goes) {
  constexpr std::uint32_t many = 30;
  const std::vector<choice> all = choices(many);
  bool beaten[many][many] = {}; // the first by the second
  akt::random_stream random = some_stream(4);
  auto p = make_policy("pct:1", some_stream(3), 3).value();
  for (int step = 0; step < 5000; ++step) {
    std::vector<choice> some;
    const std::uint64_t left_out = step % 2 == 0 ? 20 : 2;
    for (const choice& c : all)
      if (!random.chance(left_out, 22)) some.push_back(c);
    if (some.empty()) continue;
    const std::uint32_t picked = some[p->pick(some)].index;
    for (const choice& c : some) {
      if (c.index == picked) continue;
      ASSERT_FALSE(beaten[picked][c.index]) << "step " << step;
      beaten[c.index][picked] = true;
    }
  }
}

struct replays : testing::Test {
  std::string file = testing::TempDir() + "akt_policy.choices";
  void write(const char* text) { std::ofstream(file) << text; }
  ~replays() override { std::filesystem::remove(file); }
};

TEST_F(replays, are_the_numbers_of_a_file) {
  write("seed 1\n2\n0\n");
  auto p = make_policy("replay:" + file, some_stream(), 1).value();
  EXPECT_EQ(p->pick(choices(5)), 2u);
  EXPECT_EQ(p->pick(choices(5)), 0u);
  EXPECT_EQ(p->complaint(), "");
  EXPECT_EQ(p->pick(choices(5)), 0u); // the list has ended
  EXPECT_EQ(p->complaint(), "the choices do not fit this run from step 2 on");
}

TEST_F(replays, that_choose_what_there_is_not_complain) {
  write("9\n1\n");
  auto p = make_policy("replay:" + file, some_stream(), 1).value();
  EXPECT_EQ(p->pick(choices(5)), 0u);
  EXPECT_EQ(p->pick(choices(5)), 1u);
  EXPECT_EQ(p->complaint(), "the choices do not fit this run from step 0 on");
}

TEST_F(replays, of_another_seed_are_refused) {
  write("seed 7\n2\n");
  auto refused = make_policy("replay:" + file, some_stream(), 1).error();
  EXPECT_EQ(refused, errc::invalid_argument);
  EXPECT_NE(refused.detail().find("of seed 7, not of 1"), std::string::npos) << refused.detail();
}

TEST_F(replays, of_what_is_no_list_of_numbers_are_refused) {
  write("1 two 3");
  EXPECT_EQ(make_policy("replay:" + file, some_stream(), 1).error(), errc::invalid_argument);
}

} // namespace testkit_test
