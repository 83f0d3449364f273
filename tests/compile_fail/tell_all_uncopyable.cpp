// SPDX-License-Identifier: Apache-2.0
// expect: the message cannot be built from these fields
#include "akt/akt.hpp"

#include <memory>
#include <vector>

struct Put {
  std::unique_ptr<int> n;
};

class Store {
public:
  void on(Put) {}
};

void use(akt::actor_ref<Store> store, std::vector<Put>& puts) { store.tell_all(puts); }
