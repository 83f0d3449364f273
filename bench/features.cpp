// SPDX-License-Identifier: Apache-2.0
//
// usage: bench_features SCENE COUNT
// Runs one scene of COUNT units and prints the nanoseconds of each in its second half, the first
// having warmed up. Under callgrind, features.py takes the slope of two counts.
#include "feature_scenes.hpp"

namespace {

gate::reading clock() { return {bench::now_ns(), 0, 0}; }

} // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  auto count = std::strtoull(argv[2], nullptr, 10);
  gate::meter meter(count / 2, count, &clock);
  for (const gate::scene& s : gate::feature_scenes) {
    if (std::strcmp(s.name, argv[1]) != 0) continue;
    s.run(meter);
    bench::result(s.name, meter.slope(0), "ns");
    return 0;
  }
  std::fprintf(stderr, "there is no scene of that name\n");
  return 2;
}
