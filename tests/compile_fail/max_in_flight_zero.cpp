// SPDX-License-Identifier: Apache-2.0
// expect: an actor's max_in_flight is 1 to 1,000,000
#include "akt/akt.hpp"

struct Knock {};

class Door {
public:
  static constexpr auto reentrancy = akt::reentrancy::interleave;
  static constexpr int max_in_flight = 0;
  akt::task<> on(Knock) { co_return; }
};

void use(akt::actor_system& system) { system.spawn<Door>("door").tell<Knock>(); }
