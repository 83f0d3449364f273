// SPDX-License-Identifier: Apache-2.0
// expect: the receiver has no handler for this message; expected `on(M)` (private? befriend
// akt::access; inherited? add using base::on;)
#include "akt/akt.hpp"

struct Go {};
struct Put {};

class Store {
public:
  void on(Go) {}
};

class Client {
public:
  explicit Client(akt::actor_ref<Store> store) : store_(store) {}
  void on(Go, akt::context<Client>& ctx) { ctx.tell<Put>(store_); }

private:
  akt::actor_ref<Store> store_;
};

void use(akt::actor_ref<Client> client) { client.tell<Go>(); }
