// SPDX-License-Identifier: Apache-2.0
// expect: a message or reply must be movable without throwing
#include "akt/akt.hpp"

struct Balance {};
struct Statement {
  Statement() = default;
  Statement(const Statement&) = delete;
};

class Account {
public:
  Statement on(const Balance&) { return Statement(); }
};

bool use(akt::actor_ref<Account> account) { return account.ask<Balance>().get().has_value(); }
