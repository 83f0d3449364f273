// SPDX-License-Identifier: Apache-2.0
// expect: schedule_every() sends copies: the message must be copyable
#include "akt/akt.hpp"

#include <memory>

struct Parcels {
  std::unique_ptr<int> one;
};

class Post {
public:
  void on(const akt::started&, akt::context<Post>& ctx) {
    ctx.schedule_every(std::chrono::seconds(1), Parcels{});
  }
  void on(Parcels) {}
};

void use(akt::actor_system& system) { system.spawn<Post>("post"); }
