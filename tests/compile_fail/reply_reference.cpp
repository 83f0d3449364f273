// SPDX-License-Identifier: Apache-2.0
// expect: a handler replies with a value, not with a reference
#include "akt/akt.hpp"

struct Balance {};

class Account {
public:
  const int& on(const Balance&) const { return cents_; }

private:
  int cents_ = 0;
};

int use(akt::actor_ref<Account> account) { return account.ask<Balance>().get().value(); }
