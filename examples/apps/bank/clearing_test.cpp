// SPDX-License-Identifier: Apache-2.0
#include "akt/core/random.hpp"
#include "akt/testkit.hpp"

#include "clearing.hpp"
#include "report.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace {

using namespace bank;

void report_failure(const std::string& what, const char* file, int line) {
  ADD_FAILURE_AT(file, line) << what;
}

constexpr Amount most = std::numeric_limits<Amount>::max();

/// A bank of a few accounts in a world that a seed decides.
struct World {
  World(std::uint64_t seed, const std::vector<Amount>& balances, std::size_t teller_count)
      : kit({.seed = seed}) {
    akt::testkit::on_failure(&report_failure);
    for (Amount balance : balances) accounts.push_back(kit.spawn<Account>(akt::anonymous, balance));
    std::vector<akt::actor_ref<Teller>> tellers;
    for (std::size_t i = 0; i < teller_count; ++i)
      tellers.push_back(kit.spawn<Teller>(akt::anonymous));
    clearing = kit.spawn<Clearing>("clearing", accounts, tellers);
    auditor = kit.spawn<Auditor>("auditor", accounts);
  }
  Settled run(std::vector<Transfer> transfers) {
    return kit.await(clearing.ask<Submit>(std::move(transfers), 0u)).value();
  }
  std::vector<Amount> balances() { return kit.await(auditor.ask<GetBalances>()).value(); }

  akt::testkit::kit kit;
  AccountRefs accounts;
  akt::actor_ref<Clearing> clearing;
  akt::actor_ref<Auditor> auditor;
};

TEST(account, refuses_what_it_has_not) {
  World world(1, {5, 0}, 1);
  auto account = world.accounts[0];
  EXPECT_EQ(world.kit.await(account.ask<Withdraw>(6)).error(), akt::errc::rejected);
  EXPECT_EQ(world.kit.await(account.ask<Withdraw>(5)).value(), 0);
  EXPECT_EQ(world.kit.await(account.ask<Deposit>(most)).value(), most);
  EXPECT_EQ(world.kit.await(account.ask<Deposit>(1)).error(), akt::errc::rejected);
  EXPECT_EQ(world.kit.await(account.ask<GetBalance>()).value(), most);
}

TEST(clearing, refunds_what_the_receiver_cannot_take) {
  World world(1, {10, most - 5}, 4);
  Settled settled =
      world.run({{1, 0, 1, 6}, {2, 0, 1, 10}, {3, 0, 1, 5}, {4, 0, 1, 5}, {5, 0, 1, 9}});
  EXPECT_EQ(settled.applied, 1u);
  ASSERT_EQ(settled.others.size(), 4u);
  EXPECT_EQ(settled.others[0].outcome, Outcome::balance_limit);
  EXPECT_EQ(settled.others[1].outcome, Outcome::balance_limit);
  EXPECT_EQ(settled.others[2].outcome, Outcome::balance_limit);
  EXPECT_EQ(settled.others[3].outcome, Outcome::insufficient_funds);
  EXPECT_EQ(world.balances(), (std::vector<Amount>{5, most}));
}

TEST(clearing, says_so_when_an_account_does_not_answer) {
  World world(1, {10, 10, 10}, 2);
  world.accounts[1].stop();
  Settled settled = world.run({{1, 0, 1, 4}, {2, 0, 2, 4}});
  EXPECT_EQ(settled.applied, 1u);
  ASSERT_EQ(settled.others.size(), 1u);
  EXPECT_EQ(settled.others[0].outcome, Outcome::unknown);
}

TEST(clearing, answers_early_when_few_transfers_are_unfinished) {
  World world(1, {10, 10}, 2);
  std::vector<Transfer> transfers{{1, 0, 1, 1}, {2, 1, 0, 1}};
  Settled early = world.kit.await(world.clearing.ask<Submit>(transfers, 2u)).value();
  Settled late = world.run({});
  EXPECT_EQ(early.applied + late.applied, 2u);
}

/// What must come out: one transfer after the other.
Settled apply_in_order(const std::vector<Transfer>& transfers, std::vector<Amount>& balances) {
  Settled settled;
  for (const Transfer& t : transfers) {
    if (balances[t.from] < t.amount) {
      settled.others.push_back({t.line, Outcome::insufficient_funds});
    } else if (balances[t.to] > most - t.amount) {
      settled.others.push_back({t.line, Outcome::balance_limit});
    } else {
      balances[t.from] -= t.amount;
      balances[t.to] += t.amount;
      ++settled.applied;
    }
  }
  return settled;
}

TEST(clearing, gives_the_outcome_of_one_after_the_other_whatever_the_schedule) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    akt::random_stream random(seed, 0, "transfers");
    std::vector<Amount> balances{100, 0, 50, most, most - 100, 7};
    std::vector<Transfer> transfers;
    for (std::uint64_t line = 1; line <= 300; ++line) {
      auto from = static_cast<std::uint32_t>(random.below(6));
      auto to = static_cast<std::uint32_t>((from + 1 + random.below(5)) % 6);
      transfers.push_back({line, from, to, static_cast<Amount>(1 + random.below(90))});
    }
    World world(seed, balances, 1 + seed % 7);
    Settled settled = world.run(transfers);
    std::sort(settled.others.begin(), settled.others.end(),
              [](const NotApplied& a, const NotApplied& b) { return a.line < b.line; });
    Settled wanted = apply_in_order(transfers, balances);

    EXPECT_EQ(world.balances(), balances) << "seed " << seed;
    EXPECT_EQ(settled.applied, wanted.applied) << "seed " << seed;
    ASSERT_EQ(settled.others.size(), wanted.others.size()) << "seed " << seed;
    EXPECT_GT(wanted.others.size(), 0u);
    for (std::size_t i = 0; i < wanted.others.size(); ++i) {
      EXPECT_EQ(settled.others[i].line, wanted.others[i].line);
      EXPECT_EQ(settled.others[i].outcome, wanted.others[i].outcome);
    }
  }
}

TEST(order, lets_transfers_run_together_unless_they_share_an_account) {
  Order order(4);
  order.add({1, 0, 1, 1});
  order.add({2, 1, 2, 1}); // waits for 1
  order.add({3, 3, 2, 1}); // waits for 2
  Order::Slot first = order.take_ready();
  EXPECT_FALSE(order.any_ready());
  order.finished(first);
  Order::Slot second = order.take_ready();
  EXPECT_EQ(order[second].line, 2u);
  EXPECT_FALSE(order.any_ready());
  order.add({4, 0, 3, 1}); // waits for 3
  EXPECT_FALSE(order.any_ready());
  order.finished(second);
  Order::Slot third = order.take_ready();
  EXPECT_EQ(order[third].line, 3u);
  EXPECT_EQ(order.unfinished(), 2u);
}

TEST(report, is_conserved_only_if_every_line_has_its_outcome) {
  Report report;
  report.lines = 4;
  report.bad = 1;
  report.opening = report.closing = Total{most} * 3;
  EXPECT_EQ(report.exit_status(), 2);
  add(report, {2, {{3, Outcome::insufficient_funds}}});
  EXPECT_EQ(report.exit_status(), 1);
  report.closing += 1;
  EXPECT_EQ(report.exit_status(), 2);
  report.closing = report.opening;
  ++report.lines;
  add(report, {0, {{5, Outcome::unknown}}});
  EXPECT_EQ(report.exit_status(), 2);
  EXPECT_EQ(Report{}.exit_status(), 0);

  std::ostringstream out;
  report.seconds = 2;
  print(out, report);
  EXPECT_NE(out.str().find("27670116110564327421\n"), std::string::npos);
  EXPECT_NE(out.str().find("NOT CONSERVED\n"), std::string::npos);
}

} // namespace
