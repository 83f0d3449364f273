// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace akt::inline v0 {

/// Spreads every bit of `x` over the whole word (the finalizer of splitmix64). A bijection.
constexpr std::uint64_t mix64(std::uint64_t x) noexcept {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

/// FNV-1a 64 over the characters, then mix64(). Not for hostile keys: collisions can be made.
///
/// Part of the wire format: type ids are hashes of names, so this function never changes.
constexpr std::uint64_t hash_string(std::string_view text) noexcept {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x00000100000001b3u;
  return mix64(hash);
}

/// A 128-bit running hash that tells two runs apart. Not cryptographic.
///
/// Thread-compatible. Order sensitive; the same on every platform, compiler and byte order.
class trace_hash {
public:
  constexpr void add(std::uint64_t value) noexcept {
    low_ = rotate(low_ ^ mix64(value + 0x9e3779b97f4a7c15u), 27) + high_;
    high_ = rotate(high_ ^ (value * 0x87c37b91114253d5u), 31) + low_ * 5 + 0x52dce729u;
  }

  /// The length is part of it: adding "ab", "c" differs from adding "a", "bc".
  void add(std::span<const std::byte> bytes) noexcept;
  void add(std::string_view text) noexcept;

  /// 32 lower case hexadecimal digits of all that was added so far.
  std::string hex() const;

  friend constexpr bool operator==(const trace_hash&, const trace_hash&) noexcept = default;

private:
  static constexpr std::uint64_t rotate(std::uint64_t x, int by) noexcept {
    return (x << by) | (x >> (64 - by));
  }

  std::uint64_t low_ = 0x6a09e667f3bcc908u;
  std::uint64_t high_ = 0xbb67ae8584caa73bu;
};

} // namespace akt::inline v0
