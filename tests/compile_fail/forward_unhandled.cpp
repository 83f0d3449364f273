// SPDX-License-Identifier: Apache-2.0
// expect: the receiver has no handler for this message; expected `on(M)` (private? befriend
// akt::access; inherited? add using base::on;)
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
  void on(Get m, akt::context<Front>& ctx) { ctx.forward(store_, m); }

private:
  akt::actor_ref<Store> store_;
};

void use(akt::actor_ref<Front> front) { front.tell<Get>(); }
