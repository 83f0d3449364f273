// SPDX-License-Identifier: Apache-2.0
// expect: watch() needs a handler: void on(const akt::terminated&)
#include "akt/akt.hpp"

// DW-07
struct Guard {
  akt::any_ref whom;
};

class Guardian {
public:
  void on(const Guard& g, akt::context<Guardian>& ctx) { ctx.watch(g.whom); }
};

void use(akt::actor_system& system) {
  system.spawn<Guardian>("guardian").tell<Guard>(akt::any_ref());
}
