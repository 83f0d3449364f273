// SPDX-License-Identifier: Apache-2.0
// expect: `messages` promises a signature this actor has no matching on() for
#include "akt/akt.hpp"

#include <string>

struct Knock {};

class Door {
public:
  using messages = akt::protocol<std::string(Knock)>;
  int on(Knock) { return 1; }
};

void use(akt::actor_system& system) {
  system.spawn_with<Door>({.name = "door"}, [] { return Door(); });
}
