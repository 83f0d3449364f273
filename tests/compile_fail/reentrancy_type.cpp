// SPDX-License-Identifier: Apache-2.0
// expect: an actor's `reentrancy` is of the type akt::reentrancy
#include "akt/akt.hpp"

// REE-08
struct Knock {};

class Door {
public:
  static constexpr bool reentrancy = true;
  akt::task<> on(Knock) { co_return; }
};

void use(akt::actor_system& system) { system.spawn<Door>("door").tell<Knock>(); }
