// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/core/hash.hpp"

#include <array>
#include <utility>

namespace akt::inline v0 {

/// A stream of random numbers, fixed by (seed, node, purpose): xoshiro256**, own distributions.
///
/// Thread-compatible. The same numbers on every platform and compiler. Not for secrets.
class random_stream {
public:
  random_stream(std::uint64_t seed, std::uint64_t node, std::string_view purpose) noexcept;

  /// Uniform over all 64-bit values.
  std::uint64_t next_u64() noexcept;

  /// Uniform over [0, n), without bias; may draw more than once. Requires: n > 0.
  std::uint64_t below(std::uint64_t n) noexcept;

  /// True in `numerator` of `denominator` cases. Draws always, also when the outcome is certain.
  /// Requires: denominator > 0.
  bool chance(std::uint64_t numerator, std::uint64_t denominator) noexcept {
    return below(denominator) < numerator;
  }

  /// Puts the elements of an array-like range into a random order, each order alike.
  template <class T>
  void shuffle(T&& range) noexcept {
    using std::swap;
    for (std::size_t left = std::size(range); left > 1; --left)
      swap(range[left - 1], range[static_cast<std::size_t>(below(left))]);
  }

  /// From now on `observer` is fed with every number drawn. Null ends it.
  /// Requires: it outlives this stream, or is replaced before it ends.
  void observe(trace_hash* observer) noexcept { observer_ = observer; }

private:
  std::array<std::uint64_t, 4> state_;
  trace_hash* observer_ = nullptr;
};

/// A seed that nobody can repeat, for real systems.
std::uint64_t seed_of_this_computer() noexcept;

} // namespace akt::inline v0
