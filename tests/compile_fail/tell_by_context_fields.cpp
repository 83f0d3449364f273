// SPDX-License-Identifier: Apache-2.0
// expect: the message cannot be built from these fields
#include "akt/akt.hpp"

struct Go {};
struct Put {
  int n;
};
using Store = akt::protocol<void(Put)>;

class Client {
public:
  explicit Client(akt::actor_ref<Store> store) : store_(store) {}
  void on(Go, akt::context<Client>& ctx) { ctx.tell<Put>(store_, "one"); }

private:
  akt::actor_ref<Store> store_;
};

void use(akt::actor_ref<Client> client) { client.tell<Go>(); }
