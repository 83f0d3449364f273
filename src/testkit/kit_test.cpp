// SPDX-License-Identifier: Apache-2.0
#include "akt/testkit.hpp"
#include "akt/testkit/gtest.hpp"

#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

namespace testkit_test {

struct Square {
  int n = 0;
};
struct Squared {
  int n = 0;
  friend bool operator==(const Squared&, const Squared&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Squared& m) { return out << m.n; }
};
using Results = akt::actor_ref<akt::protocol<void(Squared)>>;

struct Calculator {
  Results out;
  int on(const Square& m) const {
    out.tell<Squared>(m.n * m.n);
    return m.n * m.n;
  }
};

TEST(kit, awaits_an_answer) {
  akt::testkit::kit kit;
  akt::testkit::probe<Squared> probe(kit);
  auto calculator = kit.spawn<Calculator>("calculator", Results(probe.ref()));
  EXPECT_EQ(kit.await(calculator.ask<Square>(5)).value(), 25);
}

TEST(kit, has_one_system_named_as_asked) {
  akt::testkit::kit kit;
  EXPECT_EQ(kit.system().name(), "test");
  akt::testkit::kit other({.system = {.name = "other"}});
  EXPECT_EQ(other.system().name(), "other");
}

struct Nap {};
struct NapTaker {
  akt::actor_ref<akt::protocol<void(Nap)>> out;
  akt::task<> on(const akt::started&, akt::context<NapTaker>& ctx) {
    co_await ctx.sleep(std::chrono::milliseconds(1));
    out.tell<Nap>();
  }
};

// What is ready and an alarm race where time is a choice.
TEST(kit, lets_time_be_a_choice) {
  auto naps_come_first = [](bool time_is_a_choice) {
    int first = 0;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
      akt::testkit::kit kit({.seed = seed, .time_is_a_choice = time_is_a_choice});
      akt::testkit::probe<Nap, Squared> probe(kit);
      (void)kit.spawn<NapTaker>("sleeper", akt::actor_ref<akt::protocol<void(Nap)>>(probe.ref()));
      kit.settle();
      kit.spawn<Calculator>("calculator", Results(probe.ref())).tell<Square>(2);
      kit.advance(std::chrono::milliseconds(1));
      if (std::holds_alternative<Nap>(probe.expect_any())) ++first;
    }
    return first;
  };
  EXPECT_EQ(naps_come_first(false), 0);
  EXPECT_GT(naps_come_first(true), 0);
}

struct heard {
  std::string what, file;
  int line = 0;
};
heard& last() {
  static heard one;
  return one;
}
void hear(const std::string& what, const char* file, int line) { last() = {what, file, line}; }

struct failures : testing::Test {
  akt::testkit::test_framework before = akt::testkit::use({.fail = &hear});
  ~failures() override { akt::testkit::use(before); }
};

TEST_F(failures, of_checks_are_told_with_the_line_of_the_caller) {
  akt::testkit::check(true, "never told");
  EXPECT_EQ(last().what, "");
  akt::testkit::check(1 > 2, "one is not more than two");
  EXPECT_EQ(last().what, "one is not more than two");
  EXPECT_TRUE(last().file.ends_with("kit_test.cpp")) << last().file;
  EXPECT_EQ(last().line, __LINE__ - 3);
}

TEST_F(failures, go_to_the_framework_that_is_in_use) {
  EXPECT_EQ(akt::testkit::use(akt::testkit::googletest()).fail, &hear);
  EXPECT_NONFATAL_FAILURE(akt::testkit::check(false, "it does not hold"), "it does not hold");
  const auto& in_use = akt::testkit::framework_in_use();
  EXPECT_FALSE(in_use.has_failed());
  EXPECT_EQ(in_use.run_again(), "--gtest_filter=failures.go_to_the_framework_that_is_in_use");
}

using failures_death = failures;
TEST_F(failures_death, without_a_framework_print_and_end_the_process) {
  akt::testkit::use({});
  EXPECT_DEATH(akt::testkit::check(false, "it does not hold"), "kit_test.cpp:.*it does not hold");
}

TEST(kit, repeats_a_run_with_its_seed) {
  auto run = [](std::uint64_t seed) {
    akt::testkit::kit kit({.seed = seed, .policy = "pct:2"});
    akt::testkit::probe<Squared> probe(kit);
    auto calculator = kit.spawn<Calculator>("calculator", Results(probe.ref()));
    for (int i = 0; i < 20; ++i) calculator.tell<Square>(i);
    kit.settle();
    return kit.world().trace_hash();
  };
  EXPECT_EQ(run(5), run(5));
  EXPECT_NE(run(5), run(6));
}

} // namespace testkit_test
