// SPDX-License-Identifier: Apache-2.0
//
// usage: gate_instructions SCENE COUNT [planted]
// Runs one scene of COUNT messages under callgrind: run.py takes the slope of two counts.
#include "scenes.hpp"

namespace {

gate::reading nothing() { return {}; }

/// A planted worse handler.
void busy() {
  for (int i = 0; i < 300; ++i) asm volatile("");
}

} // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  auto count = std::strtoull(argv[2], nullptr, 10);
  gate::meter meter(1, count, &nothing, argc > 3 ? &busy : nullptr);
  gate::scene_named(argv[1]).run(meter);
}
