// SPDX-License-Identifier: Apache-2.0
// expect: the protocol has no such message
#include "akt/akt.hpp"

struct Reserve {
  int pieces;
};
struct Release {
  int pieces;
};
using Inventory = akt::protocol<bool(Reserve)>;

void use(akt::actor_ref<Inventory> inventory) { inventory.tell<Release>(1); }
