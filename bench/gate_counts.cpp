// SPDX-License-Identifier: Apache-2.0
//
// usage: gate_counts [planted]
// Atomic read-modify-writes and system calls of the worker per unit of work, in steady state.
#include "scenes.hpp"

namespace {

constexpr gate::u64 from = 200'000, to = 400'000;

gate::reading counted() {
  const auto& counts = akt::sync::counts();
  return {counts.rmw, counts.syscalls, 0};
}

/// A planted worse handler: five read-modify-writes, one system call.
void worse() {
  static akt::sync::atomic<std::uint32_t> word{0};
  for (int i = 0; i < 5; ++i) word.fetch_add(1, akt::sync::relaxed);
  akt::sync::futex_wake(word, 1);
}

} // namespace

int main(int argc, char**) {
  gate::slow_down_clock();
  for (const char* name : {"pingpong", "fanin", "batch", "ask", "spawn", "spawn_named",
                           "watch_stop", "timer", "restart"}) {
    gate::meter meter(from, to, &counted, argc > 1 ? &worse : nullptr);
    gate::scene_named(name).run(meter);
    gate::figure((std::string("rmw_") + name).c_str(), meter.slope(0));
    gate::figure((std::string("syscalls_") + name).c_str(), meter.slope(1));
  }
}
