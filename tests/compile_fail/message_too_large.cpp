// SPDX-License-Identifier: Apache-2.0
// expect: a message or reply of more than 4064 bytes travels in a vector or behind a pointer
#include "akt/akt.hpp"

struct Frame {
  char pixels[8192];
};

class Screen {
public:
  void on(const Frame&) {}
};

void use(akt::actor_ref<Screen> screen) { screen.tell<Frame>(); }
