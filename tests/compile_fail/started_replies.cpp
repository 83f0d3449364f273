// SPDX-License-Identifier: Apache-2.0
// expect: on(const akt::started&) and on(const akt::stopping&) return void or akt::task<>
// lines[g++]: 16
// lines[clang]: 27
#include "akt/akt.hpp"

class Counter {
public:
  int on(const akt::started&) { return 1; }
};

void use(akt::actor_system& system) { system.spawn<Counter>("counter"); }
