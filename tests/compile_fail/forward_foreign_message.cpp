// SPDX-License-Identifier: Apache-2.0
// expect: forward(): the actor itself has no on(M) for this message: use tell()
#include "akt/akt.hpp"

struct Get {};
struct Put {};

class Store {
public:
  void on(Put) {}
};

class Front {
public:
  explicit Front(akt::actor_ref<Store> store) : store_(store) {}
  void on(Get, akt::context<Front>& ctx) { ctx.forward(store_, Put{}); }

private:
  akt::actor_ref<Store> store_;
};

void use(akt::actor_ref<Front> front) { front.tell<Get>(); }
