// SPDX-License-Identifier: Apache-2.0
//
// Checks how rounds grow, with work that says what it took: nothing here is timed.
#include "rounds.hpp"

#include <initializer_list>
#include <vector>

namespace {

using sizes = std::vector<std::uint64_t>;

/// The sizes of the rounds of a row whose units take `unit_seconds` each.
sizes rounds(const char* seconds, double unit_seconds, double most) {
  setenv("BENCH_SECONDS", seconds, 1);
  sizes seen;
  bench::rate("rounds", "units/s", 1, most, [&](akt::actor_system&, std::uint64_t n) {
    seen.push_back(n);
    return bench::round_time{double(n) * unit_seconds, 0};
  });
  return seen;
}

bool agree(const char* what, const sizes& seen, std::initializer_list<std::uint64_t> wanted) {
  if (seen == sizes(wanted)) return true;
  std::fprintf(stderr, "rounds: %s:", what);
  for (std::uint64_t n : seen) std::fprintf(stderr, " %llu", static_cast<unsigned long long>(n));
  std::fprintf(stderr, "\n");
  return false;
}

} // namespace

int main() {
  bool good = agree("10 times as many at most, the last a fifth longer than it must be",
                    rounds("0.5", 1e-6, 1e9), {1'000, 10'000, 100'000, 600'000});
  good &= agree("twice as many at least", rounds("0.5", 0.45e-3, 1e9), {1'000, 2'000});
  good &= agree("no more than the limit", rounds("0.5", 1e-6, 30'000), {1'000, 10'000, 30'000});
  good &= agree("a limit below the first round", rounds("0.5", 1e-6, 400), {400});
  good &= agree("one round that is long enough", rounds("0.5", 1e-3, 1e9), {1'000});
  good &= agree("without BENCH_SECONDS the limit", rounds("0", 1e-6, 30'000), {30'000});
  return good ? 0 : 1;
}
