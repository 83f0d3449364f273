// SPDX-License-Identifier: Apache-2.0
// expect: an actor must not have a throwing or private destructor
#include "akt/akt.hpp"

// DW-09
class File {
public:
  ~File() noexcept(false) { throw 1; }
};

void use(akt::actor_system& system) { system.spawn<File>("file"); }
