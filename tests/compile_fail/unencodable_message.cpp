// SPDX-License-Identifier: Apache-2.0
// expect: a message in `messages` cannot be serialized: make it an aggregate of such types, or add
// describe()
#include "akt/akt.hpp"

#include <memory>

struct Attach {
  std::unique_ptr<int> handle;
};

class Device {
public:
  using messages = akt::protocol<void(Attach)>;
  void on(const Attach&) {}
};

void use(akt::actor_system& system) { system.spawn<Device>("device"); }
