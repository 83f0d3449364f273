// SPDX-License-Identifier: Apache-2.0
// expect: the receiver has no handler for this message; expected `on(M)` (private? befriend
// akt::access; inherited? add using base::on;)
#include "akt/akt.hpp"

struct Deposit {
  int cents;
};

class Account {
  void on(const Deposit&) {}
};

void use(akt::actor_ref<Account> account) { account.tell<Deposit>(5); }
