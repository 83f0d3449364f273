// SPDX-License-Identifier: Apache-2.0
// expect: become(): started, stopping and child_failed always reach the actor's own on()
#include "akt/akt.hpp"

struct Knock {};

class Door {
public:
  void on(Knock, akt::context<Door>& ctx) {
    ctx.become([](const akt::stopping&) {});
  }
  void on(const akt::stopping&) {}
};

void use(akt::actor_system& system) { system.spawn<Door>("door").tell<Knock>(); }
