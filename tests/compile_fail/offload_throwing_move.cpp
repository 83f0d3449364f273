// SPDX-License-Identifier: Apache-2.0
// expect: offload(): an argument must be movable without throwing
#include <akt/akt.hpp>

struct Go {};
struct Fragile {
  Fragile() = default;
  Fragile(const Fragile&) {}
};
struct Actor {
  akt::task<> on(Go) {
    Fragile argument;
    (void)co_await akt::offload([](const Fragile&) {}, argument);
  }
};

void start(akt::actor_ref<Actor> a) { a.tell<Go>(); }
