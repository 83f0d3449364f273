// SPDX-License-Identifier: Apache-2.0
// expect[g++]: could not convert 'warehouse' from 'actor_ref<Warehouse>' to
// 'actor_ref<akt::v0::protocol<bool(Reserve)>>'
//
// expect[clang]: no viable conversion from returned
// value of type 'actor_ref<Warehouse>' to function return type 'actor_ref<Inventory>'
//
// lines[clang]: 19
#include "akt/akt.hpp"

struct Reserve {
  int pieces;
};
using Inventory = akt::protocol<bool(Reserve)>;

class Warehouse {
public:
  void on(const Reserve&) {}
};

akt::actor_ref<Inventory> use(akt::actor_ref<Warehouse> warehouse) { return warehouse; }
