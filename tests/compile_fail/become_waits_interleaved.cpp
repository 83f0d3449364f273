// SPDX-License-Identifier: Apache-2.0
// expect: become(): in an actor that interleaves, only its own on() may wait: a handler returns no
//         akt::task
#include "akt/akt.hpp"

struct Knock {};

class Door {
public:
  static constexpr auto reentrancy = akt::reentrancy::interleave;
  void on(Knock, akt::context<Door>& ctx) {
    ctx.become([](Knock) -> akt::task<> { co_return; });
  }
};

void use(akt::actor_system& system) { system.spawn<Door>("door").tell<Knock>(); }
