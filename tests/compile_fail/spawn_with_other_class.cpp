// SPDX-License-Identifier: Apache-2.0
// expect: spawn_with(): the factory takes nothing and returns the actor
#include "akt/akt.hpp"

struct Knock {};

class Door {
public:
  void on(Knock) {}
};

void use(akt::actor_system& system) {
  system.spawn_with<Door>({.name = "door"}, [] { return 7; });
}
