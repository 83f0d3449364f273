// SPDX-License-Identifier: Apache-2.0
// expect: the receiver has no handler for this message; expected `on(M)` (private? befriend
// akt::access; inherited? add using base::on;)
#include "akt/akt.hpp"

struct Deposit {
  int cents;
};
struct Close {};

class Account {
public:
  void on(const Deposit&) {}
};
class SavingsAccount : public Account {
public:
  void on(const Close&) {} // hides on(Deposit)
};

void use(akt::actor_ref<SavingsAccount> account) { account.tell<Deposit>(5); }
