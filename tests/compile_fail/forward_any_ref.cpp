// SPDX-License-Identifier: Apache-2.0
// expect: forward(): an any_ref does not say what its actor understands: pass an actor_ref
#include "akt/akt.hpp"

struct Get {};

class Front {
public:
  explicit Front(akt::any_ref store) : store_(store) {}
  void on(Get m, akt::context<Front>& ctx) { ctx.forward(store_, m); }

private:
  akt::any_ref store_;
};

void use(akt::actor_ref<Front> front) { front.tell<Get>(); }
