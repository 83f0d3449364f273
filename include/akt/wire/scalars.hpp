// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/wire/reader.hpp"
#include "akt/wire/shape.hpp"
#include "akt/wire/writer.hpp"

namespace akt::inline v0::wire::detail {

/// char and wchar_t are signed on some machines only: on the wire they never are.
template <class T>
inline constexpr bool travels_signed =
    std::is_signed_v<T> && !std::is_same_v<T, char> && !std::is_same_v<T, wchar_t>;

template <class T>
void write_integer(writer& to, T value) {
  if constexpr (travels_signed<T>)
    to.write_signed(value);
  else
    to.write_unsigned(static_cast<std::make_unsigned_t<T>>(value));
}

template <class T>
T read_integer(reader& from) {
  using magnitude = std::make_unsigned_t<T>;
  constexpr auto max = static_cast<magnitude>(-1);
  if constexpr (travels_signed<T>) {
    constexpr auto signed_max = static_cast<T>(max >> 1);
    return static_cast<T>(from.read_signed(-signed_max - 1, signed_max));
  } else
    return static_cast<T>(from.read_unsigned(max));
}

/// Whatever is as simple as a bool or a number.
template <shape form, class T>
void write_scalar(writer& to, const T& value) {
  if constexpr (std::is_same_v<T, bool>)
    to.write_bool(value);
  else if constexpr (std::is_integral_v<T>)
    detail::write_integer(to, value);
  else if constexpr (std::is_same_v<T, float>)
    to.write_float(value);
  else if constexpr (std::is_same_v<T, double>)
    to.write_double(value);
  else if constexpr (form == shape::enumeration)
    detail::write_scalar<shape::integer>(to, static_cast<std::underlying_type_t<T>>(value));
  else
    detail::write_scalar<shape::integer>(to, value.count());
}

template <shape form, class T>
T read_scalar(reader& from) {
  if constexpr (std::is_same_v<T, bool>)
    return from.read_bool();
  else if constexpr (std::is_integral_v<T>)
    return detail::read_integer<T>(from);
  else if constexpr (std::is_same_v<T, float>)
    return from.read_float();
  else if constexpr (std::is_same_v<T, double>)
    return from.read_double();
  else if constexpr (form == shape::enumeration)
    return static_cast<T>(detail::read_scalar<shape::integer, std::underlying_type_t<T>>(from));
  else
    return T(detail::read_scalar<shape::integer, typename T::rep>(from));
}

} // namespace akt::inline v0::wire::detail
