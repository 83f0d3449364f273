// SPDX-License-Identifier: Apache-2.0
// expect: tell_all() takes a range of messages, such as a vector of them
#include "akt/akt.hpp"

struct Put {
  int n;
};

class Store {
public:
  void on(Put) {}
};

void use(akt::actor_ref<Store> store) { store.tell_all(Put{1}); }
