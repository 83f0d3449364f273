// SPDX-License-Identifier: Apache-2.0
// expect: a field would be narrowed: pass the field's own type
#include "akt/akt.hpp"

struct Start {};
struct Tick {
  int n;
};

class Clock {
public:
  void on(Start, akt::context<Clock>& ctx) {
    ctx.schedule_once<Tick>(std::chrono::seconds(1), 2.5);
  }
  void on(Tick) {}
};

void use(akt::actor_system& system) { system.spawn<Clock>("clock").tell<Start>(); }
