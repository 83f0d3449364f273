// SPDX-License-Identifier: Apache-2.0
// expect: started, stopping and child_failed come from the runtime alone
#include "akt/akt.hpp"

class Counter {
public:
  void on(const akt::started&) {}
};

void use(akt::actor_system& system) { system.spawn<Counter>("counter").tell<akt::started>(); }
