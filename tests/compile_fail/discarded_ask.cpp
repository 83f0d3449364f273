// SPDX-License-Identifier: Apache-2.0
// expect[g++]: ignoring return value of 'auto akt::v0::actor_ref<A>::ask(F&& ...) const [with M =
// Balance; F = {}; A = Account]', declared with attribute 'nodiscard' [-Werror=unused-result]
//
// expect[clang]: ignoring return value of function declared with 'nodiscard' attribute
// [-Werror,-Wunused-result]
#include "akt/akt.hpp"

struct Balance {};

class Account {
public:
  int on(const Balance&) const { return 0; }
};

void use(akt::actor_ref<Account> account) { account.ask<Balance>(); }
