// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "peer_support.hpp"

#include <array>
#include <bit>

/// The rows lat_burst and lat_load, but for the sending and the handling.
namespace peer {

/// Counts times in buckets that are 1/32 (3 %) wide. For one thread at a time.
class histogram {
public:
  void add(u64 ns) {
    ++buckets_[bucket(ns)];
    ++count_;
  }
  u64 count() const { return count_; }

  /// The middle of the bucket that holds the given part of all times.
  double percentile(double part) const {
    u64 wanted = std::min(count_ - 1, static_cast<u64>(part * double(count_)));
    std::size_t b = 0;
    for (u64 seen = buckets_[0]; seen <= wanted; seen += buckets_[b]) ++b;
    return (lowest(b) + lowest(b + 1)) / 2;
  }

private:
  static constexpr int bits = 5;
  static std::size_t bucket(u64 ns) {
    int shift = std::max<int>(0, int(std::bit_width(ns)) - 1 - bits);
    return (std::size_t(shift) << bits) + (ns >> shift);
  }
  static double lowest(std::size_t b) {
    auto shift = std::max<std::size_t>(1, b >> bits) - 1;
    return double((b - (shift << bits)) << shift);
  }
  std::array<u64, (65 - bits) << bits> buckets_{};
  u64 count_ = 0;
};

inline void report_percentiles(const std::string& row, const histogram& times) {
  report(row + "_p50", times.percentile(.5), "ns");
  report(row + "_p99", times.percentile(.99), "ns");
  report(row + "_p999", times.percentile(.999), "ns");
}

/// One measurement: what is sent is a time, and the actor that gets it calls arrived().
class times_of {
public:
  explicit times_of(u64 n) : n_(n) {}

  u64 expected() const { return n_; }
  void arrived(u64 sent) {
    times_.add(now_ns() - sent);
    if (times_.count() == n_) done_.count_down();
  }
  const histogram& wait() {
    done_.wait();
    return times_;
  }

private:
  u64 n_;
  histogram times_;
  std::latch done_{1};
};

/// 50 messages, a sleep of 1 ms, 2,000 times in each BENCH_SECONDS.
inline u64 bursts() { return std::max<u64>(1, static_cast<u64>(2000 * bench_seconds())); }

template <class Send>
void send_bursts(Send send) {
  for (u64 i = 0; i < bursts(); ++i) {
    for (int k = 0; k < 50; ++k) send(now_ns());
    pause_ms(1);
  }
}

struct load {
  const char* row;
  u64 rate;
  u64 messages() const {
    return std::max<u64>(1, static_cast<u64>(double(rate) * bench_seconds()));
  }
};
inline constexpr load loads[] = {{"lat_10k", 10'000},   {"lat_50k", 50'000},
                                 {"lat_200k", 200'000}, {"lat_500k", 500'000},
                                 {"lat_1M", 1'000'000}, {"lat_2M", 2'000'000}};

inline unsigned load_workers() { return std::max(2u, workers()) - 1; }

/// Sends at the rate, spinning; each message carries the time when it should have been sent.
template <class Send>
void send_load(const load& l, Send send) {
  u64 from = now_ns();
  for (u64 i = 0; i < l.messages(); ++i) {
    u64 due = from + i * 1'000'000'000 / l.rate;
    while (now_ns() < due) __builtin_ia32_pause();
    send(due);
  }
}

} // namespace peer
