// SPDX-License-Identifier: Apache-2.0
// expect: stash(): the actor has no on(M) for this message
#include "akt/akt.hpp"

struct Knock {};
struct Ring {};

class Door {
public:
  void on(Knock, akt::context<Door>& ctx) { ctx.stash(Ring{}); }
};

void use(akt::actor_system& system) { system.spawn<Door>("door").tell<Knock>(); }
