// SPDX-License-Identifier: Apache-2.0
// expect: become(): must reply with the same type as the actor's on(M)
#include "akt/akt.hpp"

struct Knock {};

class Door {
public:
  int on(Knock, akt::context<Door>& ctx) {
    ctx.become([](Knock) { return true; });
    return 1;
  }
};

void use(akt::actor_system& system) { system.spawn<Door>("door").tell<Knock>(); }
