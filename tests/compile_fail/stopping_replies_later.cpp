// SPDX-License-Identifier: Apache-2.0
// expect: on(const akt::started&) and on(const akt::stopping&) return void or akt::task<>
// lines[g++]: 15
// lines[clang]: 24
#include "akt/akt.hpp"

class Counter {
public:
  akt::deferred<int> on(const akt::stopping&) { return {}; }
};

void use(akt::actor_system& system) { system.spawn<Counter>("counter"); }
