// SPDX-License-Identifier: Apache-2.0
// expect: the actor's class is only declared here: include its header
#include "akt/akt.hpp"

class Account;

void use(akt::actor_system& system) { system.spawn<Account>("account"); }
