// SPDX-License-Identifier: Apache-2.0
// expect: a message or reply is aligned to at most 16 bytes
#include "akt/akt.hpp"

struct alignas(32) Vector {
  float parts[8];
};

class Engine {
public:
  void on(const Vector&) {}
};

void use(akt::actor_ref<Engine> engine) { engine.tell<Vector>(); }
