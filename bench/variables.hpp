// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

/// The variables WORKERS, BENCH_SCALE and BENCH_SECONDS; what they mean is in
/// bench/peers/README.md.
namespace bench {

/// What the variable says, or `otherwise` without it. Anything but a number within the bounds ends
/// the program with status 2.
inline double variable(const char* name, double otherwise, double least, double most) {
  const char* text = std::getenv(name);
  if (!text) return otherwise;
  char* end = nullptr;
  const double value = std::strtod(text, &end);
  if (end != text && *end == '\0' && value >= least && value <= most) return value;
  std::fprintf(stderr, "bench: %s is '%s', must be a number from %g to %g\n", name, text, least,
               most);
  std::_Exit(2);
}

inline unsigned workers() {
  const double value = variable("WORKERS", 2, 1, 128);
  if (value == std::floor(value)) return static_cast<unsigned>(value);
  std::fprintf(stderr, "bench: WORKERS is %g, must be a whole number\n", value);
  std::_Exit(2);
}

inline std::uint64_t scaled(double n) {
  return static_cast<std::uint64_t>(std::max(1.0, n * variable("BENCH_SCALE", 1, 1e-6, 1000)));
}

/// How long the counted round of a rate lasts at least, in seconds; 0: the rounds have fixed sizes.
inline double round_seconds() { return variable("BENCH_SECONDS", 0, 0, 1000); }

/// Ends the program if any of them is rubbish, also one that this run does not read.
inline void check_variables() {
  workers();
  scaled(1);
  round_seconds();
}

} // namespace bench
