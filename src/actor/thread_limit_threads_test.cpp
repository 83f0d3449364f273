// SPDX-License-Identifier: Apache-2.0
//
// The operating system refuses threads: each test in a process of its own, which is held to a
// limit.
#include "akt/actor/run.hpp"
#include "akt/actor/try_make_system.hpp"

#include "threads_test_support.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>

namespace thread_limit_tests {

namespace {

/// From now on this process has at most so many threads. Root is held to no limit.
void limit_threads(rlim_t n) {
  constexpr uid_t nobody = 65534;
  rlimit limit{n, n};
  ASSERT_EQ(setrlimit(RLIMIT_NPROC, &limit), 0);
  ASSERT_TRUE(geteuid() != 0 || setuid(nobody) == 0);
}

/// Without the leak checker, which would need a thread.
[[noreturn]] void end_saying(const std::string& what) {
  std::fputs(what.c_str(), stderr);
  std::_Exit(0);
}

akt::system_options small(unsigned workers) {
  akt::system_options o;
  o.name = "small";
  o.workers = workers;
  return o;
}

int seven() { return 7; }

struct Ask {};
struct Offloader {
  akt::task<akt::result<int>> on(Ask) { co_return co_await akt::offload(&seven); }
};

} // namespace

TEST(thread_limit_death, a_system_that_gets_too_few_threads_is_refused) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  auto make = [] {
    limit_threads(3); // two workers, and no more
    auto made = akt::try_make_system(small(4));
    end_saying(made ? "made" : made.error().message());
  };
  EXPECT_EXIT(make(), testing::ExitedWithCode(0),
              "over the memory budget: Resource temporarily unavailable");
}

TEST(thread_limit_death, an_offloaded_call_that_gets_no_thread_is_over_budget) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  auto ask = [] {
    akt::actor_system system(small(1));
    auto offloader = system.spawn<Offloader>("offloader");
    limit_threads(0);
    auto answer = offloader.ask<Ask>().get();
    system.stop();
    bool conserved = system.fates().in_flight == 0;
    end_saying(!conserved ? "lost" : answer ? "called" : "refused: " + answer.error().message());
  };
  EXPECT_EXIT(ask(), testing::ExitedWithCode(0), "refused: over the memory budget$");
}

TEST(thread_limit_death, a_program_without_a_thread_for_its_signals_does_not_begin) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  auto run = [] {
    akt::actor_system system(small(1));
    limit_threads(0);
    bool called = false;
    auto refused = akt::run(system, [&](akt::program&) { called = true; });
    auto again = akt::run(system, [&](akt::program&) { called = true; });
    end_saying(called || refused ? "ran" : again.error().message());
  };
  EXPECT_EXIT(run(), testing::ExitedWithCode(0), "over the memory budget: no thread to be had$");
}

} // namespace thread_limit_tests
