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
    out_->push_back(static_cast<std::uint32_t>(now_ns() - m.v));
    if (out_->size() == n_) done_->store(true);
  }

private:
  std::vector<std::uint32_t>* out_;
  u64 n_;
  flag* done_;
};

void latency_paced(u64 rate, u64 n) {
  flag done{false};
  std::vector<std::uint32_t> samples;
  samples.reserve(n);
  auto o = options();
  o.workers = 1;
  akt::actor_system system(o);
  auto watch = system.spawn<Stopwatch>(akt::anonymous, &samples, n, &done);
  auto at = now_ns();
  for (u64 i = 0; i < n; ++i) {
    at += 1000000000 / rate;
    while (now_ns() < at) __builtin_ia32_pause();
    watch.tell<Num>(now_ns());
  }
  wait(done);
  percentiles("lat_50k", samples);
}

void latency_burst(u64 n) {
  flag done{false};
  std::vector<std::uint32_t> samples;
  samples.reserve(n);
  akt::actor_system system(options());
  auto watch = system.spawn<Stopwatch>(akt::anonymous, &samples, n, &done);
  for (u64 i = 0; i < n;) {
    pause_ms(1);
    for (int k = 0; k < 50 && i < n; ++k, ++i) watch.tell<Num>(now_ns());
  }
  wait(done);
  percentiles("lat_burst", samples);
}

constexpr row rows[] = {
    {"lat_50k", [] { latency_paced(50000, scaled(1e5)); }},
    {"lat_burst", [] { latency_burst(scaled(5e4)); }},
};

} // namespace

std::span<const row> latency_rows() noexcept { return rows; }

} // namespace bench
