// SPDX-License-Identifier: Apache-2.0
// expect: a field would be narrowed: pass the field's own type
#include "akt/akt.hpp"

struct Resize {
  unsigned width;
};

class Window {
public:
  void on(const Resize&) {}
};

void use(akt::actor_ref<Window> window, int width) { window.tell<Resize>(width); }
