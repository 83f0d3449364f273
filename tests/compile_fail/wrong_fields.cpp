// SPDX-License-Identifier: Apache-2.0
// expect: the message cannot be built from these fields
#include "akt/akt.hpp"

struct Deposit {
  int cents;
};
struct Withdraw {
  int cents;
};

class Account {
public:
  void on(const Deposit& d) { balance_ += d.cents; }

private:
  int balance_ = 0;
};

void use(akt::actor_ref<Account> account) { account.tell<Deposit>("five"); }
