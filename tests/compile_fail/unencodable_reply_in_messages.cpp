// SPDX-License-Identifier: Apache-2.0
// expect: a reply in `messages` cannot be serialized: make it an aggregate of
// such types, or add describe()
#include <akt/akt.hpp>

#include <memory>

struct Open {};

struct Vault {
  using messages = akt::protocol<std::unique_ptr<int>(Open)>;
  std::unique_ptr<int> on(Open) { return nullptr; }
};

void use(akt::actor_system& system) { system.spawn<Vault>("vault"); }
