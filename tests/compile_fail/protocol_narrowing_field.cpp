// SPDX-License-Identifier: Apache-2.0
// expect: a field would be narrowed: pass the field's own type
#include "akt/akt.hpp"

struct Reserve {
  int pieces;
};
using Inventory = akt::protocol<bool(Reserve)>;

void use(akt::actor_ref<Inventory> inventory, long pieces) { inventory.tell<Reserve>(pieces); }
