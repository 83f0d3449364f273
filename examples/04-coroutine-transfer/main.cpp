// SPDX-License-Identifier: Apache-2.0
//
// A handler that waits for other actors is a coroutine: it is suspended, its thread is not.
#include "akt/akt.hpp"

#include <cstdint>
#include <iostream>

struct Deposit {
  std::int64_t amount;
};
struct Withdraw {
  std::int64_t amount;
};
struct GetBalance {};

class Account {
public:
  explicit Account(std::int64_t opening) : balance_(opening) {}

  void on(Deposit m) { balance_ += m.amount; }

  akt::result<std::int64_t> on(Withdraw m) {
    if (m.amount > balance_) return akt::error(akt::errc::rejected, "insufficient funds");
    return balance_ -= m.amount;
  }

  std::int64_t on(GetBalance) const { return balance_; }

private:
  std::int64_t balance_;
};

struct Transfer {
  akt::actor_ref<Account> from, to;
  std::int64_t amount;
};

// [transfer]
struct Bank {
  akt::task<akt::result<std::int64_t>> on(const Transfer& m) {
    auto left = co_await m.from.ask<Withdraw>(m.amount);
    if (!left) co_return left.error();
    auto arrived = co_await m.to.ask<Deposit>(m.amount);
    if (!arrived) co_return arrived.error();
    co_return *left;
  }
};
// [transfer]

int main() {
  akt::actor_system system("bank");
  auto alice = system.spawn<Account>("alice", 100);
  auto bob = system.spawn<Account>("bob", 0);
  auto bank = system.spawn<Bank>("bank");

  auto small = bank.ask<Transfer>(alice, bob, 30).get();
  auto large = bank.ask<Transfer>(alice, bob, 300).get();

  std::cout << "left after the small one: " << small.value() << '\n'
            << "large one: " << large.error().message() << '\n'
            << "alice has " << alice.ask<GetBalance>().get().value() << ", bob has "
            << bob.ask<GetBalance>().get().value() << '\n';
}
