// SPDX-License-Identifier: Apache-2.0
// expect: the receiver has no handler for this message; expected `on(M)` (private? befriend
// akt::access; inherited? add using base::on;)
#include "akt/akt.hpp"

// MSG-09
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

void use(akt::actor_ref<Account> account) { account.tell<Withdraw>(5); }
