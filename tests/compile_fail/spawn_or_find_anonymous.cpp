// SPDX-License-Identifier: Apache-2.0
// expect: spawn_or_find(): an actor without a name is found by nobody
#include "akt/akt.hpp"

class Store {};

void use(akt::actor_system& system) { system.spawn_or_find<Store>(akt::anonymous); }
