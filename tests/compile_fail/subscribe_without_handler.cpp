// SPDX-License-Identifier: Apache-2.0
// expect: subscribe() needs a handler for the topic's event
#include "akt/akt.hpp"

class Auditor {
public:
  void on(const akt::started&, akt::context<Auditor>& ctx) {
    ctx.subscribe(ctx.system().dead_letters());
  }
};

void use(akt::actor_system& system) { system.spawn<Auditor>("auditor"); }
