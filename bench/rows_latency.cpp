// SPDX-License-Identifier: Apache-2.0
//
// Time from before the send to the handler.
#include "rows.hpp"

namespace bench {
namespace {

class Stopwatch {
public:
  Stopwatch(std::vector<std::uint32_t>* out, u64 n, flag* done) : out_(out), n_(n), done_(done) {}
  void on(Num m) {
    const u64 took = now_ns() - m.v; // more than four seconds are four seconds
    out_->push_back(static_cast<std::uint32_t>(std::min<u64>(took, ~std::uint32_t(0))));
    if (out_->size() == n_) done_->store(true);
  }

private:
  std::vector<std::uint32_t>* out_;
  u64 n_;
  flag* done_;
};

enum class counted { from_the_send, from_when_due };

/// Sends at the times of `rate` messages a second. Counted from when they are due, a sender that is
/// held up does not hide what its messages had to wait for.
void latency_paced(akt::actor_system& system, const char* name, u64 rate, u64 n, counted since) {
  flag done{false};
  std::vector<std::uint32_t> samples;
  samples.resize(n); // its pages are touched before it counts
  samples.clear();
  auto watch = system.spawn<Stopwatch>(akt::anonymous, &samples, n, &done);
  pause_ms(20);
  auto began = now_ns();
  for (u64 i = 0; i < n; ++i) {
    auto at = began + i * 1'000'000'000 / rate;
    while (now_ns() < at) __builtin_ia32_pause();
    watch.tell<Num>(since == counted::from_when_due ? at : now_ns());
  }
  wait(done);
  percentiles(name, samples);
}

/// One worker less: the thread that sends is never idle.
akt::system_options beside_a_sender() {
  auto o = options();
  o.workers = std::max(1u, o.workers - 1);
  return o;
}

void latency_at_loads() {
  akt::actor_system system(beside_a_sender());
  for (auto [name, rate] : {std::pair{"lat_10k", 10'000.0},
                            {"lat_50k", 5e4},
                            {"lat_200k", 2e5},
                            {"lat_500k", 5e5},
                            {"lat_1M", 1e6},
                            {"lat_2M", 2e6}})
    latency_paced(system, name, u64(rate), std::max<u64>(1, u64(rate * round_seconds_or(0.5))),
                  counted::from_when_due);
}

void latency_burst(const char* name, akt::duration spin) {
  const u64 n = round_seconds() > 0 ? 50 * u64(2000 * round_seconds()) : scaled(5e4);
  flag done{false};
  std::vector<std::uint32_t> samples;
  samples.resize(n); // its pages are touched before it counts
  samples.clear();
  auto o = options();
  o.spin = spin;
  akt::actor_system system(o);
  auto watch = system.spawn<Stopwatch>(akt::anonymous, &samples, n, &done);
  for (u64 i = 0; i < n;) {
    pause_ms(1);
    for (int k = 0; k < 50 && i < n; ++k, ++i) watch.tell<Num>(now_ns());
  }
  wait(done);
  percentiles(name, samples);
}

constexpr row rows[] = {
    {"lat_50k",
     [] {
       akt::actor_system system(beside_a_sender());
       latency_paced(system, "lat_50k", 50000, scaled(1e5), counted::from_the_send);
     }},
    {"lat_load", latency_at_loads},
    {"lat_burst", [] { latency_burst("lat_burst", akt::system_options().spin); }},
    {"lat_burst_spin", [] { latency_burst("lat_burst_spin", std::chrono::milliseconds(2)); }},
};

} // namespace

std::span<const row> latency_rows() noexcept { return rows; }

} // namespace bench
