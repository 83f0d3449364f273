// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace akt::inline v0::wire {

inline constexpr std::size_t message_bytes_max = std::size_t{1} << 20;
inline constexpr std::size_t depth_max = 32;
inline constexpr std::size_t elements_max = std::size_t{1} << 20;
inline constexpr std::size_t string_bytes_max = message_bytes_max;
inline constexpr std::size_t memory_bytes_max = std::size_t{64} << 20;

/// What a writer and a reader accept. All are checked before anything is allocated; a count is
/// moreover never believed beyond the bytes that are left. Thread-compatible.
struct limits {
  std::size_t message_bytes = message_bytes_max; ///< of the encoded message
  std::size_t depth = depth_max;                 ///< of nested arrays and maps
  std::size_t elements = elements_max;           ///< in one array or map
  std::size_t string_bytes = string_bytes_max;   ///< in one text or byte string
  std::size_t memory_bytes = memory_bytes_max;   ///< that all elements of one message take decoded
};

} // namespace akt::inline v0::wire
