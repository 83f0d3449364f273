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
      : kit({.seed = seed, .system = supervised()}) {
    akt::testkit::on_failure(&report_failure);
    for (Amount balance : balances) accounts.push_back(kit.spawn<Account>(akt::anonymous, balance));
    std::vector<akt::actor_ref<Teller>> tellers;
    for (std::size_t i = 0; i < teller_count; ++i)
      tellers.push_back(
          kit.system().spawn<Teller>(akt::spawn_options{.supervise = begin_anew()}, limit));
    clearing = kit.spawn<Clearing>("clearing", accounts, tellers);
    auditor = kit.spawn<Auditor>("auditor", accounts);
  }
  static akt::system_options supervised() {
    akt::system_options options;
    options.supervise = keep_the_books();
    options.environment.log = [](std::string_view) noexcept {};
    return options;
  }
  Settled run(std::vector<Transfer> transfers, std::size_t leave = 0) {
    return kit.await(clearing.ask<Submit>(std::move(transfers), leave).within(patience)).value();
  }
  Settled halt() { return kit.await(clearing.ask<Halt>().within(patience)).value(); }
  std::vector<Amount> balances() {
    return kit.await(auditor.ask<GetBalances>().within(patience)).value();
  }

  static constexpr akt::duration limit = std::chrono::minutes(1);

  akt::testkit::kit kit;
  AccountRefs accounts;
  akt::actor_ref<Clearing> clearing;
  akt::actor_ref<Auditor> auditor;
};

TEST(account, refuses_what_it_has_not) {
  World world(1, {5, 0}, 1);
  auto account = world.accounts[0];
  EXPECT_EQ(world.kit.await(account.ask<Withdraw>(1u, 6)).error(), akt::errc::rejected);
  EXPECT_EQ(world.kit.await(account.ask<Withdraw>(2u, 5)).value(), 0);
  EXPECT_EQ(world.kit.await(account.ask<Deposit>(3u, most)).value(), most);
  EXPECT_EQ(world.kit.await(account.ask<Deposit>(4u, 1)).error(), akt::errc::rejected);
  EXPECT_EQ(world.kit.await(account.ask<GetBalance>()).value(), most);
}

TEST(account, undoes_what_it_did_last_once_and_nothing_else) {
  World world(1, {5, 0}, 1);
  auto account = world.accounts[0];
  auto balance = [&] { return world.kit.await(account.ask<GetBalance>()).value(); };
  (void)world.kit.await(account.ask<Withdraw>(7u, 3));
  account.tell<Cancel>(6u);
  EXPECT_EQ(balance(), 2);
  account.tell<Cancel>(7u);
  account.tell<Cancel>(7u);
  EXPECT_EQ(balance(), 5);
}

TEST(account, goes_on_with_its_books_after_a_bad_command) {
  World world(1, {5, 0}, 1);
  auto account = world.accounts[0];
  EXPECT_EQ(world.kit.await(account.ask<Withdraw>(1u, 2)).value(), 3);
  EXPECT_EQ(world.kit.await(account.ask<Withdraw>(2u, -1)).error(), akt::errc::failed);
  EXPECT_EQ(world.kit.await(account.ask<Deposit>(3u, 0)).error(), akt::errc::failed);
  EXPECT_EQ(world.kit.await(account.ask<GetBalance>()).value(), 3);
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

TEST(clearing, gives_back_what_was_for_an_account_that_has_ended) {
  World world(1, {10, 10, 10}, 2);
  world.accounts[1].stop();
  Settled settled = world.run({{1, 0, 1, 4}, {2, 0, 2, 4}});
  EXPECT_EQ(settled.applied, 1u);
  ASSERT_EQ(settled.others.size(), 1u);
  EXPECT_EQ(settled.others[0].outcome, Outcome::account_closed);
  EXPECT_EQ(world.kit.await(world.accounts[0].ask<GetBalance>()).value(), 6);
}

TEST(clearing, asks_nobody_about_an_account_that_it_knows_to_have_ended) {
  World world(1, {10, 10}, 2);
  world.kit.settle();
  world.accounts[1].stop();
  world.kit.settle(); // the watch tells
  int asked = 0;
  world.kit.intercept<Withdraw>([&](const Withdraw&) { ++asked; });
  Settled settled = world.run({{1, 0, 1, 4}, {2, 1, 0, 4}});
  EXPECT_EQ(settled.others.size(), 2u);
  EXPECT_EQ(settled.others[0].outcome, Outcome::account_closed);
  EXPECT_EQ(asked, 0);
}

TEST(clearing, refuses_what_an_account_throws_at) {
  World world(1, {10, 10}, 1);
  Settled settled = world.run({{1, 0, 1, 4, Mishap::bad_command}, {2, 0, 1, 1}});
  EXPECT_EQ(settled.applied, 1u);
  ASSERT_EQ(settled.others.size(), 1u);
  EXPECT_EQ(settled.others[0].outcome, Outcome::bad_command);
  EXPECT_EQ(world.balances(), (std::vector<Amount>{9, 11}));
}

TEST(clearing, undoes_what_a_teller_threw_at_who_is_restarted_and_goes_on) {
  World world(1, {10, 10}, 1);
  std::vector<Transfer> transfers;
  for (std::uint64_t line = 1; line <= 50; ++line)
    transfers.push_back({line, 0, 1, 4, Mishap::teller_throws});
  transfers.push_back({51, 0, 1, 1});
  Settled settled = world.run(transfers);
  EXPECT_EQ(settled.applied, 1u);
  ASSERT_EQ(settled.others.size(), 50u);
  for (const NotApplied& other : settled.others) EXPECT_EQ(other.outcome, Outcome::teller_failed);
  EXPECT_EQ(world.balances(), (std::vector<Amount>{9, 11}));
}

TEST(clearing, goes_on_after_a_submission_that_makes_no_sense) {
  World world(1, {10, 10}, 1);
  for (const Transfer& bad : {Transfer{2, 0, 2, 1}, Transfer{2, 1, 1, 1}}) {
    std::vector<Transfer> all{{1, 0, 1, 4}, bad};
    EXPECT_EQ(world.kit.await(world.clearing.ask<Submit>(all, 0u)).error(), akt::errc::failed);
  }
  EXPECT_EQ(world.balances(), (std::vector<Amount>{10, 10})) << "not even the good half";
  EXPECT_EQ(world.run({{1, 0, 1, 4}}).applied, 1u);
}

TEST(clearing, cancels_what_is_stuck_on_either_side) {
  for (std::uint32_t frozen : {0u, 1u}) {
    World world(1, {10, 10, 10}, 2);
    world.accounts[frozen].tell<Freeze>(10 * World::limit);
    auto began = world.kit.world().now();
    Settled settled = world.run({{1, 0, 1, 4}, {2, 2, 0, 1}});
    EXPECT_LE(world.kit.world().now() - began, 3 * World::limit);
    ASSERT_FALSE(settled.others.empty());
    EXPECT_EQ(settled.others[0].line, 1u);
    EXPECT_EQ(settled.others[0].outcome, Outcome::timed_out);
    std::vector<Amount> wanted{10, 10, 10}; // the books, when the account comes to it
    if (settled.applied == 1) wanted = {11, 10, 9};
    EXPECT_EQ(world.balances(), wanted);
  }
}

TEST(clearing, that_halts_ends_what_was_begun_and_all_before_it) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    World world(seed, {10, 10, 10, 10}, 2);
    std::vector<Transfer> transfers;
    for (std::uint64_t line = 1; line <= 40; ++line)
      transfers.push_back({line, static_cast<std::uint32_t>(line % 2),
                           static_cast<std::uint32_t>(2 + line % 2), 1});
    Settled settled = world.run(transfers, 30);
    std::uint64_t done = settled.applied + settled.others.size();
    Settled rest = world.halt();
    std::vector<std::uint64_t> dropped;
    for (const NotApplied& other : rest.others) {
      if (other.outcome == Outcome::interrupted)
        dropped.push_back(other.line);
      else
        ++done;
    }
    done += rest.applied;
    std::sort(dropped.begin(), dropped.end());
    ASSERT_EQ(done + dropped.size(), 40u) << "seed " << seed;
    ASSERT_FALSE(dropped.empty());
    EXPECT_EQ(dropped.front(), done + 1) << "what is not done is at the end, seed " << seed;
    EXPECT_EQ(world.kit.await(world.clearing.ask<Submit>(transfers, 0u)).error(),
              akt::errc::failed);
    std::vector<Amount> balances = world.balances();
    EXPECT_EQ(balances[0] + balances[1] + balances[2] + balances[3], 40);
  }
}

TEST(clearing, that_halts_answers_a_submission_that_waits) {
  World world(1, {10, 10}, 1);
  world.accounts[1].tell<Freeze>(World::limit / 2);
  std::vector<Transfer> transfers{{1, 0, 1, 1}, {2, 0, 1, 1}};
  std::uint64_t applied = 0;
  world.clearing.ask<Submit>(transfers, 0u)
      .within(patience)
      .then([&](const akt::result<Settled>& settled) { applied += settled.value().applied; });
  world.kit.settle();
  Settled rest = world.halt();
  EXPECT_EQ(applied, 0u);
  EXPECT_EQ(rest.applied, 1u) << "the one that was begun";
  ASSERT_EQ(rest.others.size(), 1u);
  EXPECT_EQ(rest.others[0].outcome, Outcome::interrupted);
}

TEST(clearing, loses_no_money_and_no_line_whatever_goes_wrong) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    akt::random_stream random(seed, 0, "transfers");
    World world(seed, {100, 0, 50, 7, 1000}, 1 + seed % 4);
    std::vector<Transfer> transfers;
    for (std::uint64_t line = 1; line <= 100; ++line) {
      auto from = static_cast<std::uint32_t>(random.below(5));
      auto to = static_cast<std::uint32_t>((from + 1 + random.below(4)) % 5);
      auto what = random.below(10);
      transfers.push_back({line, from, to, static_cast<Amount>(1 + random.below(90)),
                           what == 0   ? Mishap::bad_command
                           : what == 1 ? Mishap::stuck
                           : what == 2 ? Mishap::teller_throws
                                       : Mishap::none});
    }
    Settled settled = world.run(transfers, random.below(100));
    Settled rest = world.halt();
    EXPECT_EQ(settled.applied + settled.others.size() + rest.applied + rest.others.size(), 100u);
    Amount total = 0;
    for (Amount balance : world.balances()) {
      EXPECT_GE(balance, 0);
      total += balance;
    }
    EXPECT_EQ(total, 1157) << "seed " << seed;
  }
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
  EXPECT_EQ(report.exit_status(), 2) << "a line without an outcome";
  add(report, {0, {{5, Outcome::interrupted}}});
  EXPECT_EQ(report.exit_status(), 1);
  report.signal = 2;
  EXPECT_EQ(report.exit_status(), 130);
  EXPECT_EQ(Report{}.exit_status(), 0);
  report.lines += 3;
  add(report,
      {0, {{6, Outcome::bad_command}, {7, Outcome::timed_out}, {8, Outcome::teller_failed}}});
  EXPECT_EQ(report.exit_status(), 130);
  EXPECT_EQ(report.not_done(), 3u);

  std::ostringstream out;
  report.seconds = 2;
  ++report.closing;
  print(out, report);
  EXPECT_NE(out.str().find("27670116110564327421\n"), std::string::npos);
  EXPECT_NE(out.str().find("NOT CONSERVED\n"), std::string::npos);
}

} // namespace
