// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "variables.hpp"

#include <akt/akt.hpp>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

/// Helpers of the macro benchmarks: checks, result lines. The lines are those of every program that
/// run.py compares; what they mean is in bench/peers/README.md.
namespace bench {

inline std::uint64_t now_ns() {
  return static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
}

inline void result(std::string_view name, double value, const char* unit) {
  std::printf("R\takt\t%.*s\t%.6g\t%s\n", static_cast<int>(name.size()), name.data(), value, unit);
  std::fflush(stdout);
}

inline void pause_ms(int ms) { std::this_thread::sleep_for(std::chrono::milliseconds(ms)); }

/// A benchmark that got a wrong result has none.
inline void check(bool right, const char* what) {
  if (right) return;
  std::fprintf(stderr, "bench: %s\n", what);
  std::_Exit(1);
}

/// Set by one thread, waited for by another. It may go as soon as a wait for it has ended.
class flag {
public:
  explicit flag(bool set = false) : set_(set) {}

  bool load(std::memory_order order = std::memory_order_acquire) const { return set_.load(order); }
  void store(bool set) {
    std::lock_guard guard(lock_);
    set_.store(set, std::memory_order_release);
    changed_.notify_all();
  }

  /// Until it is set. A minute is longer than any row.
  void wait() {
    std::unique_lock guard(lock_);
    const auto set = [this] { return set_.load(std::memory_order_relaxed); };
    check(changed_.wait_for(guard, std::chrono::minutes(1), set), "not done within a minute");
  }

private:
  std::atomic<bool> set_;
  std::mutex lock_;
  std::condition_variable changed_;
};

inline void wait(flag& f) { f.wait(); }

template <class T>
inline void keep(const T& value) {
  asm volatile("" : : "r,m"(value) : "memory");
}

inline long rss_bytes() {
  long total = 0, resident = 0;
  if (std::FILE* f = std::fopen("/proc/self/statm", "r")) {
    if (std::fscanf(f, "%ld %ld", &total, &resident) != 2) resident = 0;
    std::fclose(f);
  }
  return resident * sysconf(_SC_PAGESIZE);
}

inline void percentiles(const char* name, std::vector<std::uint32_t>& samples) {
  std::sort(samples.begin(), samples.end());
  auto at = [&](double p) {
    auto i = static_cast<std::size_t>(p * static_cast<double>(samples.size()));
    return samples.empty() ? 0.0 : static_cast<double>(samples[std::min(i, samples.size() - 1)]);
  };
  for (auto [suffix, p] : {std::pair{"_p50", .5}, {"_p99", .99}, {"_p999", .999}})
    result(std::string(name) + suffix, at(p), "ns");
}

inline akt::system_options options() {
  akt::system_options o;
  o.name = "bench";
  o.workers = workers();
  return o;
}

} // namespace bench
