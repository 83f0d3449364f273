// SPDX-License-Identifier: Apache-2.0
//
// usage: gate_memory idle|named|drain|churn [planted]
// What actors and messages leave behind in resident memory.
#include "scenes.hpp"

#include <memory>

namespace {

using gate::u64;

gate::reading resident() { return {static_cast<u64>(bench::rss_bytes()), 0, 0}; }

/// Of 64 bytes, or of 264 where worse is planted.
template <std::size_t Words>
class Idle {
public:
  explicit Idle(u64 x) : state_{x} {}
  void on(gate::Num m) { state_[0] += m.v; }

private:
  u64 state_[Words];
};

template <class A>
void idle_bytes() {
  constexpr u64 warm = 20'000, n = 100'000;
  akt::actor_system system(gate::one_worker());
  auto spawn = [&](u64 count) {
    for (u64 i = 0; i < count; ++i) system.spawn<A>(akt::anonymous, i);
    gate::settle(system);
    return double(bench::rss_bytes());
  };
  double before = spawn(warm);
  gate::figure("idle_bytes", (spawn(n) - before) / double(n));
}

/// Each with a name of its own and the supervisor of all.
template <class A>
void idle_named_bytes() {
  constexpr u64 warm = 20'000, n = 100'000;
  akt::actor_system system(gate::one_worker());
  auto rules = akt::supervisor().otherwise(akt::directive::restart);
  auto spawn = [&](u64 from, u64 to) {
    for (u64 i = from; i < to; ++i)
      system.spawn<A>({.name = "actor-" + std::to_string(i), .supervise = rules}, i);
    gate::settle(system);
    return double(bench::rss_bytes());
  };
  double before = spawn(0, warm);
  gate::figure("idle_named_bytes", (spawn(warm, warm + n) - before) / double(n));
}

class Held {
public:
  explicit Held(bench::flag* gate) : gate_(gate) {}
  void on(gate::Tick) { bench::wait(*gate_); }
  void on(gate::Num) {}

private:
  bench::flag* gate_;
};

/// Queues `n` messages to an actor that is held in a handler, then lets it go.
void queue_and_drain(akt::actor_system& system, u64 n) {
  bench::flag gate{false};
  auto held = system.spawn<Held>(akt::anonymous, &gate);
  held.tell<gate::Tick>();
  for (u64 i = 0; i < n; ++i) held.tell<gate::Num>(i);
  gate.store(true);
  gate::settle(system);
}

/// Memory goes back piece by piece after the mail is gone, on a busy machine slowly: it is given
/// 15 seconds.
void drained(bool planted) {
  akt::actor_system system(gate::one_worker());
  queue_and_drain(system, 20'000);
  bench::pause_ms(500);
  auto before = double(bench::rss_bytes());
  queue_and_drain(system, 2'000'000);
  std::unique_ptr<char[]> kept;
  if (planted) kept.reset(new char[8'000'000]);
  if (planted) std::memset(kept.get(), 1, 8'000'000);
  double ratio = 0;
  for (int i = 0; i < 300 && (ratio = double(bench::rss_bytes()) / before) > 1.1; ++i)
    bench::pause_ms(50);
  gate::figure("rss_drained", ratio);
}

/// Spawn and stop: after ten million against after the first million.
void churned(bool planted) {
  gate::slow_down_clock();
  gate::meter meter(1'000'000, 10'000'000, &resident,
                    planted ? +[] { bench::keep(new char[8]); } : nullptr);
  gate::spawn(meter);
  gate::figure("rss_churned", double(meter.after()[0]) / double(meter.before()[0]));
}

} // namespace

int main(int argc, char** argv) {
  std::string_view what = argc > 1 ? argv[1] : "";
  bool planted = argc > 2;
  if (what == "idle") planted ? idle_bytes<Idle<33>>() : idle_bytes<Idle<8>>();
  if (what == "named") planted ? idle_named_bytes<Idle<33>>() : idle_named_bytes<Idle<8>>();
  if (what == "drain") drained(planted);
  if (what == "churn") churned(planted);
}
