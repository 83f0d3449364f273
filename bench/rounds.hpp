// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support.hpp"

#include <sys/resource.h>

namespace bench {

/// What a round of work took, of the clock and of the process's processor time.
struct round_time {
  double seconds;
  double cpu_seconds;
};

class stopwatch {
public:
  round_time elapsed() const {
    return {double(now_ns() - began_) / 1e9, cpu_seconds() - cpu_began_};
  }

private:
  static double cpu_seconds() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    auto of = [](timeval t) { return double(t.tv_sec) + double(t.tv_usec) / 1e6; };
    return of(used.ru_utime) + of(used.ru_stime);
  }

  std::uint64_t began_ = now_ns();
  double cpu_began_ = cpu_seconds();
};

inline double round_seconds_or(double otherwise) {
  return round_seconds() > 0 ? round_seconds() : otherwise;
}

/// Reports `each` * n / seconds of `work(system, n)`, which does n units of work and returns its
/// round_time. Without BENCH_SECONDS one round of n = `most` * BENCH_SCALE counts. With it rounds
/// grow from 1,000, 2 to 10 times each, until one has lasted BENCH_SECONDS or n is `most`; the last
/// counts, the others warm up, and its processor time is a second line.
template <class F>
void rate(const char* name, const char* unit, double each, double most, F work) {
  akt::actor_system system(options());
  const double wanted = round_seconds();
  double n = wanted > 0 ? std::min(1000.0, most) : double(scaled(most));
  for (;;) {
    round_time took = work(system, static_cast<std::uint64_t>(n));
    if (wanted == 0 || took.seconds >= wanted || n >= most) {
      result(name, each * n / took.seconds, unit);
      if (wanted > 0)
        result(std::string(name) + "_cpu", took.cpu_seconds / (each * n) * 1e6, "s/M");
      return;
    }
    n = std::min(most, n * std::clamp(1.2 * wanted / took.seconds, 2.0, 10.0));
  }
}

} // namespace bench
