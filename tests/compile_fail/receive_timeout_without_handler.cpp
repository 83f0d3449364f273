// SPDX-License-Identifier: Apache-2.0
// expect: receive_timeout() needs a handler on(const akt::idle&)
#include "akt/akt.hpp"

class Post {
public:
  void on(const akt::started&, akt::context<Post>& ctx) {
    ctx.receive_timeout(std::chrono::seconds(1));
  }
};

void use(akt::actor_system& system) { system.spawn<Post>("post"); }
