// SPDX-License-Identifier: Apache-2.0
// expect: forward(): the other actor replies to this message with another type
#include "akt/akt.hpp"

struct Get {};

class Store {
public:
  long on(Get) { return 1; }
};

class Front {
public:
  explicit Front(akt::actor_ref<Store> store) : store_(store) {}
  int on(Get m, akt::context<Front>& ctx) {
    ctx.forward(store_, m);
    return 0;
  }

private:
  akt::actor_ref<Store> store_;
};

void use(akt::actor_ref<Front> front) { front.tell<Get>(); }
