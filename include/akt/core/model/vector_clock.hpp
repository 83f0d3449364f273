// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace akt::inline v0::sync::model {

inline constexpr int max_fibers = 8; ///< of an execution: so long are clocks

/// How much of each fiber's past is known.
struct vector_clock {
  std::array<std::uint32_t, max_fibers> known{};
  constexpr void join(const vector_clock& other) {
    for (std::size_t i = 0; i < known.size(); ++i)
      known[i] = known[i] < other.known[i] ? other.known[i] : known[i];
  }
  constexpr std::uint32_t& operator[](int i) { return known[static_cast<std::size_t>(i)]; }
  constexpr std::uint32_t operator[](int i) const { return known[static_cast<std::size_t>(i)]; }
};

} // namespace akt::inline v0::sync::model
