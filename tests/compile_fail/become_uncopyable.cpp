// SPDX-License-Identifier: Apache-2.0
// expect: become(): a handler that cannot be copied is moved: become(std::move(handler))
#include "akt/akt.hpp"

struct Knock {};
struct Key {
  Key() = default;
  Key(Key&&) = default;
};

class Door {
public:
  void on(Knock, akt::context<Door>& ctx) {
    auto handler = [key = Key()](Knock) { (void)key; };
    ctx.become(handler);
  }
};

void use(akt::actor_system& system) { system.spawn<Door>("door").tell<Knock>(); }
