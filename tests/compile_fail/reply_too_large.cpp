// SPDX-License-Identifier: Apache-2.0
// expect: a message or reply of more than 4064 bytes travels in a vector or behind a pointer
#include "akt/akt.hpp"

struct Frame {
  char pixels[8192];
};
struct Snap {};

class Camera {
public:
  Frame on(const Snap&) { return {}; }
};

bool use(akt::actor_ref<Camera> camera) { return camera.ask<Snap>().get().has_value(); }
