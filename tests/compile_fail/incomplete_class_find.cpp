// SPDX-License-Identifier: Apache-2.0
// expect: the actor's class is only declared here: include its header
#include "akt/akt.hpp"

class Account;

bool use(akt::actor_system& system) { return system.find<Account>("account").has_value(); }
