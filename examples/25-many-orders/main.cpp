// SPDX-License-Identifier: Apache-2.0
//
// A deposit that is lost in some orders only: found by trying many, and found again by its seed.
// Without a test framework: what fails is printed here.
#include "akt/testkit.hpp"

#include <iostream>

struct Read {};
struct Write {
  int balance;
};
struct Account {
  int balance = 0;
  int on(Read) const { return balance; }
  void on(Write m) { balance = m.balance; }
};

struct Deposit {};

/// Reads, then writes: another one may do so in between.
struct Clerk {
  akt::actor_ref<Account> account;
  akt::task<> on(Deposit) {
    auto balance = co_await account.ask<Read>();
    if (balance) account.tell<Write>(*balance + 1);
  }
};

void two_deposits(akt::testkit::kit& kit) {
  auto account = kit.spawn<Account>("account");
  kit.spawn<Clerk>("one", account).tell<Deposit>();
  kit.spawn<Clerk>("other", account).tell<Deposit>();
  kit.settle();
  akt::testkit::check(kit.await(account.ask<Read>()).value() == 2, "a deposit was lost");
}

int main() {
  akt::testkit::on_failure([](const std::string& what, const char*, int) {
    std::cout << what.substr(0, what.find(" (")) << '\n'; // and not where, and how to run it again
  });
  // [explore]
  auto tried = akt::testkit::explore({.seeds = 1000}, &two_deposits);
  if (tried) return 1; // no seed failed

  auto same = akt::testkit::explore({.first = tried.failed->options, .seeds = 1}, &two_deposits);
  bool repeated = same.failed && same.failed->trace == tried.failed->trace;
  // [explore]
  std::cout << (repeated ? "the same again\n" : "something else\n");
}
