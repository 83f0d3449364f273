// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

namespace akt::inline v0 {

/// The timeline of steady instants; an instant means something only to the clock that gave it.
struct steady_timeline {
  using rep = std::chrono::nanoseconds::rep;
  using period = std::chrono::nanoseconds::period;
  using duration = std::chrono::nanoseconds;
  using time_point = std::chrono::time_point<steady_timeline>;
  static constexpr bool is_steady = true;
};

using duration = std::chrono::nanoseconds;
using instant = steady_timeline::time_point;

/// The time seam. Thread-safe.
class clock {
public:
  virtual ~clock() = default;

  /// Never goes back, goes on while the machine sleeps as little as the system lets it.
  virtual instant now() noexcept = 0;

  /// Time since 1970 (UTC) as the machine believes it; may jump.
  virtual duration wall_now() noexcept = 0;
};

/// The operating system's clocks. Lives for ever.
clock& system_clock() noexcept;

} // namespace akt::inline v0
