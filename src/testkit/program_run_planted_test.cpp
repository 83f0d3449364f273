// SPDX-License-Identifier: Apache-2.0
//
// Random programs find each bug that is planted in the runtime.
#include "../actor/planted.hpp"
#include "program_run.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>

int akt::detail::planted = 0;

namespace program_run_planted_test {

struct planted_bug {
  const char* name;
  int number;
  const char* complaint; ///< what the failure says
};
void PrintTo(const planted_bug& b, std::ostream* out) { *out << b.name; }

constexpr planted_bug bugs[] = {
    {"a_message_is_not_counted_as_sent", 1, "message without a fate"},
    {"a_fate_is_dropped", 2, "message without a fate"},
    {"a_fate_is_doubled", 3, "message without a fate"},
    {"a_message_is_not_counted_as_handled", 4, "message without a fate"},
    {"a_message_whose_handler_waits_is_counted_as_handled", 5, "message without a fate"},
    {"a_stashed_message_is_lost_at_a_restart", 6, "message without a fate"},
    {"the_asker_of_a_failed_message_is_forgotten", 7, "not failed|outlives its system"},
    {"a_message_is_forgotten_at_a_restart", 8, "message without a fate"},
    {"the_asker_of_a_stashed_message_is_forgotten", 9, "outlives its system"},
    {"a_suspended_actor_goes_on", 10, "was handled while its actor was suspended"},
    {"watchers_are_not_told", 11, "was told 0 times"},
    {"an_end_is_not_counted", 12, "actors alive by the counters"},
};

class planted : public testing::TestWithParam<planted_bug> {};

/// A check has failed, or an assertion of the runtime.
bool noticed(int status) {
  return testing::ExitedWithCode(3)(status) || testing::KilledBySignal(SIGABRT)(status);
}

/// Ends the process: 3 if a program has failed.
[[noreturn]] void look_for(int bug, std::uint64_t seeds = 500) {
  akt::detail::planted = bug;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    auto run = akt::sim::run_program(seed, akt::sim::make_program(seed));
    if (run) continue;
    std::fprintf(stderr, "seed %llu: %s\n", static_cast<unsigned long long>(seed),
                 run.failure.c_str());
    std::_Exit(3);
  }
  std::_Exit(0);
}

TEST_P(planted, is_found_by_random_programs) {
  EXPECT_EXIT(look_for(GetParam().number), noticed, GetParam().complaint);
}

TEST(nothing_planted, is_nothing_found) {
  EXPECT_EXIT(look_for(0, 20), testing::ExitedWithCode(0), "");
}

TEST(planted_failures, are_told_with_fewer_operations_and_a_line_that_repeats_them) {
  const auto tell = [] {
    akt::detail::planted = 2;
    auto run = akt::sim::run_seed(1);
    std::fputs(run.failure.c_str(), stderr);
    std::_Exit(0);
  };
  EXPECT_EXIT(tell(), testing::ExitedWithCode(0),
              "by [0-9] of 60 operations:.*run it again: ./dev soak programs --seed 1 --seeds 1");
}

INSTANTIATE_TEST_SUITE_P(bug, planted, testing::ValuesIn(bugs),
                         [](const auto& bug) { return std::string(bug.param.name); });

} // namespace program_run_planted_test
