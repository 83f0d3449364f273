// SPDX-License-Identifier: Apache-2.0
// expect: the receiver has no handler for this message; expected `on(M)` (private? befriend
// akt::access; inherited? add using base::on;)
#include "akt/akt.hpp"

struct Letter {};

class Post {
public:
  void on(const akt::started&, akt::context<Post>& ctx) {
    ctx.schedule_once<Letter>(std::chrono::seconds(1));
  }
};

void use(akt::actor_system& system) { system.spawn<Post>("post"); }
