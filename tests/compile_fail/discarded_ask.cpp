// SPDX-License-Identifier: Apache-2.0
// expect: an ask is sent when it is awaited, waited for or given a callback
#include "akt/akt.hpp"

struct Balance {};

class Account {
public:
  int on(const Balance&) const { return 0; }
};

void use(akt::actor_ref<Account> account) { account.ask<Balance>(); }
