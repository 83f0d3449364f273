// SPDX-License-Identifier: Apache-2.0
// expect: the receiver has no handler for this message; expected `on(M)` (private? befriend
// akt::access; inherited? add using base::on;)
#include "akt/akt.hpp"

struct Deposit {
  int cents;
};
struct LargeDeposit : Deposit {};

class Account {
public:
  void on(const Deposit&) {}
};

// A derived message is another message: it does not reach the handler of its base.
void use(akt::actor_ref<Account> account, LargeDeposit d) { account.tell(d); }
