// SPDX-License-Identifier: Apache-2.0
// expect: spawn(): the actor cannot be constructed from these arguments
#include "akt/akt.hpp"

class Store {
public:
  explicit Store(int size) : size_(size) {}
  int size() const { return size_; }

private:
  int size_;
};

void use(akt::actor_system& system) { system.spawn_or_find<Store>("store"); }
