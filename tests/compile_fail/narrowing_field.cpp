// SPDX-License-Identifier: Apache-2.0
// expect: a field would be narrowed: pass the field's own type
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

void use(akt::actor_ref<Account> account, double cents) { account.tell<Deposit>(cents); }
