// SPDX-License-Identifier: Apache-2.0
// expect: an actor must not have a throwing or private destructor
#include "akt/akt.hpp"

struct Knock {};

class Door {
public:
  ~Door() noexcept(false) {}
  void on(Knock) {}
};

void use(akt::actor_system& system) {
  system.spawn_with<Door>({.name = "door"}, [] { return Door(); });
}
