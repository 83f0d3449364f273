// SPDX-License-Identifier: Apache-2.0
//
// Controlled schedules: many orders of one test, and one of them again.
#include "akt/testkit.hpp"
#include "akt/testkit/gtest.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <cstdio>
#include <set>

namespace explore_test {

using akt::testkit::explore;
using akt::testkit::kit;

struct Read {};
struct Write {
  int value = 0;
};
struct Add {
  int value = 0;
};

/// What is shared.
struct Account {
  int balance = 0;
  int on(Read) const { return balance; }
  void on(Write m) { balance = m.value; }
  void on(Add m) { balance += m.value; }
};

struct Deposit {};

/// Adds one: at once, or, planted, by reading and then writing.
struct Clerk {
  akt::actor_ref<Account> account;
  bool plant;

  akt::task<> on(Deposit) {
    if (!plant) {
      account.tell<Add>(1);
      co_return;
    }
    auto before = co_await account.ask<Read>();
    if (before) account.tell<Write>(*before + 1);
  }
};

void deposit_twice(kit& k, bool plant) {
  auto account = k.spawn<Account>("account");
  for (const char* name : {"one", "other"}) k.spawn<Clerk>(name, account, plant).tell<Deposit>();
  k.settle();
  akt::testkit::check(k.await(account.ask<Read>()).value_or(-1) == 2, "an update was lost");
}
void planted(kit& k) { deposit_twice(k, true); }

std::vector<std::string>& told() {
  static std::vector<std::string> all;
  return all;
}

struct explorations : testing::Test {
  explorations() {
    told().clear();
    auto framework = akt::testkit::googletest();
    framework.fail = [](const std::string& what, const char*, int) { told().push_back(what); };
    akt::testkit::use(framework);
  }
  ~explorations() override { akt::testkit::use(akt::testkit::googletest()); }
};

struct Mark {
  int from = 0;
};
/// Tells the probe who it is.
struct Marker {
  akt::actor_ref<akt::protocol<void(Mark)>> out;
  void on(Mark m) const { out.tell<Mark>(m.from); }
};

TEST_F(explorations, of_1000_seeds_see_at_least_100_traces_and_as_many_orders) {
  std::set<std::string> orders;
  auto all = explore({.seeds = 1000}, [&](kit& k) {
    akt::testkit::probe<Mark> out(k);
    for (int i = 0; i < 6; ++i)
      k.spawn<Marker>(akt::anonymous, akt::actor_ref<akt::protocol<void(Mark)>>(out.ref()))
          .tell<Mark>(i);
    std::string order;
    while (out.count() > 0) order += std::to_string(out.expect<Mark>().from);
    akt::testkit::check(order.size() == 6, "each mark has come");
    orders.insert(order);
  });
  EXPECT_TRUE(all);
  EXPECT_EQ(all.runs, 1000u);
  EXPECT_GE(all.traces, 100u);
  EXPECT_GE(orders.size(), 100u) << "of 720";
}

TEST_F(explorations, find_nothing_where_nothing_is_planted) {
  for (const char* policy : {"random", "pct:3"})
    EXPECT_TRUE(explore({.first = {.policy = policy}}, [](kit& k) { deposit_twice(k, false); }));
  EXPECT_TRUE(told().empty());
}

/// Runs a line of a shell; what it prints.
std::string printed_by(const std::string& line, int& status) {
  std::FILE* shell = popen((line + " 2>&1").c_str(), "r");
  if (!shell) return "no shell";
  std::string out;
  for (int c; (c = std::fgetc(shell)) != EOF;) out += static_cast<char>(c);
  status = pclose(shell);
  return out;
}

// This test is its own other process: there AKT_SEED is set.
TEST_F(explorations, find_a_planted_lost_update_and_replay_it_from_the_printed_line) {
  for (const char* policy : {"random", "pct:2"}) {
    auto first = explore({.first = {.policy = policy}}, &planted);
    ASSERT_FALSE(first) << "not found under a thousand seeds";
    const auto& found = *first.failed;
    std::printf("trace %s\n", found.trace.c_str());
    if (first.replayed) FAIL() << told().back();
    EXPECT_EQ(first.runs, found.options.seed);
    EXPECT_NE(found.what.find("an update was lost ("), std::string::npos) << found.what;
    EXPECT_NE(found.what.find("explore_test.cpp:"), std::string::npos) << found.what;
    ASSERT_FALSE(told().empty());
    EXPECT_TRUE(told().back().ends_with("run it again:\n" + found.line)) << told().back();

    int status = 0;
    std::string out = printed_by(found.line, status);
    EXPECT_NE(status, 0) << out;
    EXPECT_NE(out.find("trace " + found.trace), std::string::npos) << found.line << '\n' << out;
    EXPECT_NE(out.find("seed " + std::to_string(found.options.seed) + ", policy " + policy +
                       ": an update was lost"),
              std::string::npos)
        << out;
  }
}

const char* seed_17(const char* name) {
  return std::string_view(name) == "AKT_SEED" ? "17" : "pct:3";
}

TEST_F(explorations, run_the_one_run_that_is_asked_for) {
  std::string trace;
  auto one = explore({.variable = &seed_17}, [&](kit& k) {
    deposit_twice(k, false);
    trace = k.world().trace_hash();
  });
  EXPECT_TRUE(one.replayed);
  EXPECT_EQ(one.runs, 1u);
  std::string same;
  explore({.first = {.seed = 17, .policy = "pct:3"}, .seeds = 1}, [&](kit& k) {
    deposit_twice(k, false);
    same = k.world().trace_hash();
  });
  EXPECT_EQ(trace, same);
}

TEST_F(explorations, complain_of_a_seed_that_is_no_number) {
  auto variable = [](const char* name) {
    return std::string_view(name) == "AKT_SEED" ? "17x" : nullptr;
  };
  explore({.seeds = 1, .variable = variable}, [](kit&) {});
  EXPECT_EQ(told(), std::vector<std::string>{"AKT_SEED is no number: '17x'"});
}

TEST_F(explorations, refuse_an_unknown_policy_and_no_seeds) {
  EXPECT_THROW(explore({.first = {.policy = "fair"}}, [](kit&) {}), akt::bad_result);
  EXPECT_THROW(explore({.seeds = 0}, [](kit&) {}), akt::bad_result);
  akt::testkit::check(false, "told as ever");
  EXPECT_EQ(told(), std::vector<std::string>{"told as ever"});
}

TEST_F(explorations, take_an_exception_for_a_failure) {
  auto one = explore({}, [](kit&) { throw std::runtime_error("thrown"); });
  ASSERT_FALSE(one);
  EXPECT_EQ(one.runs, 1u);
  EXPECT_EQ(one.failed->what, "an exception: thrown");
}

TEST_F(explorations, see_what_fails_behind_the_last_line_of_the_body) {
  auto one = explore({.seeds = 3}, [](kit& k) {
    akt::testkit::probe<Mark> small(k, {.messages_max = 1});
    small.ref().tell<Mark>(1);
    small.ref().tell<Mark>(2);
  });
  ASSERT_FALSE(one);
  EXPECT_NE(one.failed->what.find("a probe lost 1 messages"), std::string::npos);
}

bool framework_says_no = false;

TEST_F(explorations, see_a_failed_check_of_the_framework_around) {
  auto framework = akt::testkit::framework_in_use();
  framework.has_failed = [] { return framework_says_no; };
  akt::testkit::use(framework);
  auto one = explore({}, [](kit& k) {
    if (k.world().now() > akt::instant()) framework_says_no = true;
  });
  ASSERT_FALSE(one);
  EXPECT_EQ(one.failed->what, "a check of the test failed, see above");
  EXPECT_TRUE(explore({.seeds = 2}, [](kit&) {})) << "it had failed before";
}

TEST_F(explorations, quote_what_a_shell_would_take_apart) {
  auto framework = akt::testkit::framework_in_use();
  framework.run_again = nullptr;
  akt::testkit::use(framework);
  char name[] = "./Bob's tests";
  char* before = std::exchange(program_invocation_name, name);
  auto one = explore({.first = {.policy = "pct:3"}},
                     [](kit& k) { akt::testkit::check(k.world().steps() > 0, "nothing runs"); });
  program_invocation_name = before;
  ASSERT_FALSE(one);
  EXPECT_EQ(one.failed->line, "AKT_SEED=1 AKT_POLICY=pct:3 './Bob'\\''s tests'");
}

} // namespace explore_test
