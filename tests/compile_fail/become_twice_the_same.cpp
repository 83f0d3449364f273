// SPDX-License-Identifier: Apache-2.0
// expect: become(): two handlers take the same message
#include "akt/akt.hpp"

struct Knock {};

class Door {
public:
  void on(Knock, akt::context<Door>& ctx) {
    ctx.become([](Knock) {}, [](const Knock&) {});
  }
};

void use(akt::actor_system& system) { system.spawn<Door>("door").tell<Knock>(); }
