// SPDX-License-Identifier: Apache-2.0
// expect: `messages` promises a signature this actor has no matching on() for
#include "akt/akt.hpp"

struct Reserve {
  int pieces;
};
struct Release {
  int pieces;
};

class Warehouse {
public:
  using messages = akt::protocol<bool(Reserve), void(Release)>;
  bool on(const Reserve& r) { return r.pieces > 0; }
};

void use(akt::actor_system& system) { system.spawn<Warehouse>("warehouse"); }
