// SPDX-License-Identifier: Apache-2.0
// expect: become(): a handler is a lambda that takes one message, by value or by const reference,
// and the actor's context if it wants it
#include "akt/akt.hpp"

struct Knock {};
class Window {};

class Door {
public:
  void on(Knock, akt::context<Door>& ctx) {
    ctx.become([](Knock, akt::context<Window>&) {});
  }
};

void use(akt::actor_system& system) { system.spawn<Door>("door").tell<Knock>(); }
