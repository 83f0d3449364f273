// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <system_error>

namespace akt::inline v0::wire {

/// Why bytes cannot be decoded or a value not be encoded. Append only: the numbers travel.
enum class errc {
  truncated = 1,        ///< the bytes end inside a value
  trailing_bytes,       ///< bytes are left behind the value
  bad_type,             ///< another kind of item was expected
  not_canonical,        ///< an indefinite length, or a number longer than it need be
  too_deep,             ///< nested deeper than limits::depth
  too_many,             ///< more elements than limits::elements, or than bytes that are left
  too_long,             ///< a string longer than limits::string_bytes
  too_large,            ///< over limits::message_bytes, or over limits::memory_bytes when decoded
  out_of_range,         ///< the number does not fit the type, or names no alternative
  wrong_length,         ///< an array, tuple or variant with another number of elements
  bad_order,            ///< keys of a map or set not in order, or twice
  bad_reference,        ///< a reference where none can be read or written
  wrong_reference_type, ///< the reference names something of another type
};

/// The category "akt.wire"; texts are lower case without a full stop.
const std::error_category& category() noexcept;

inline std::error_code make_error_code(errc code) noexcept {
  return {static_cast<int>(code), wire::category()};
}

} // namespace akt::inline v0::wire

template <>
struct std::is_error_code_enum<akt::wire::errc> : std::true_type {};
