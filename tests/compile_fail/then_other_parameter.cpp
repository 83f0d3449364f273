// SPDX-License-Identifier: Apache-2.0
// expect: then() takes a function of akt::result<R>, where R is what the actor's on(M) replies
#include "akt/akt.hpp"

struct Count {};

class Counter {
public:
  int on(Count) { return 1; }
};

void use(akt::actor_system& system) {
  system.spawn<Counter>("counter").ask<Count>().then([](int) {});
}
