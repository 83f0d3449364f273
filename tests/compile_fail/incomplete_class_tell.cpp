// SPDX-License-Identifier: Apache-2.0
// expect: the actor's class is only declared here: include its header or use a protocol
#include "akt/akt.hpp"

struct Deposit {
  int cents;
};
class Account;

void use(akt::actor_ref<Account> account) { account.tell<Deposit>(5); }
