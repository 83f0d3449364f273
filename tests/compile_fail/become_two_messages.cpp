// SPDX-License-Identifier: Apache-2.0
// expect: become(): a handler is a lambda that takes one message, by value or by const reference,
// and the actor's context if it wants it
#include "akt/akt.hpp"

struct Knock {};
struct Ring {};

class Door {
public:
  void on(Knock, akt::context<Door>& ctx) {
    ctx.become([](Knock, Ring) {});
  }
};

void use(akt::actor_system& system) { system.spawn<Door>("door").tell<Knock>(); }
