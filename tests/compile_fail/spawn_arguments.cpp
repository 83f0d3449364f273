// SPDX-License-Identifier: Apache-2.0
// expect: spawn(): the actor cannot be constructed from these arguments
#include "akt/akt.hpp"

#include <string>

class Account {
public:
  explicit Account(std::string owner) : owner_(owner) {}

private:
  std::string owner_;
};

void use(akt::actor_system& system) { system.spawn<Account>("account", 17); }
