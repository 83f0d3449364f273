// SPDX-License-Identifier: Apache-2.0
// expect: the protocol has no such message
#include "akt/akt.hpp"

#include <vector>

struct Get {};
struct Put {
  int n;
};

void use(akt::actor_ref<akt::protocol<void(Put)>> store) { store.tell_all(std::vector<Get>(3)); }
