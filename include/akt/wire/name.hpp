// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/core/hash.hpp"
#include "akt/core/type_name.hpp"

#include <type_traits>

namespace akt::inline v0 {
namespace wire::detail {

/// Numbers have names by size, as the compiler's names differ.
template <class T>
constexpr std::string_view number_name() noexcept {
  constexpr auto size = sizeof(T) == 1 ? 0 : sizeof(T) == 2 ? 1 : sizeof(T) == 4 ? 2 : 3;
  constexpr std::string_view names[3][4] = {
      {"i8", "i16", "i32", "i64"}, {"u8", "u16", "u32", "u64"}, {"", "", "f32", "f64"}};
  if (std::is_same_v<T, bool>) return "bool";
  if (std::is_same_v<T, char>) return "char";
  return names[std::is_floating_point_v<T> ? 2 : std::is_signed_v<T> ? 0 : 1][size];
}

/// No template, nothing local, no unnamed namespace: those are printed with brackets.
constexpr bool is_plain_name(std::string_view name) noexcept {
  return name.find_first_of("<({*&[") == name.npos;
}

} // namespace wire::detail

/// The name by which nodes agree on T: `T::wire_name` if there is one, else its qualified name.
///
///     static constexpr std::string_view wire_name = "bank.Deposit.v2";
template <class T>
constexpr std::string_view wire_name() noexcept {
  if constexpr (requires { std::string_view(T::wire_name); })
    return T::wire_name;
  else if constexpr (std::is_arithmetic_v<T>)
    return wire::detail::number_name<T>();
  else if constexpr (std::is_same_v<T, std::string>)
    return "string";
  else {
    static_assert(
        wire::detail::is_plain_name(type_name<T>()),
        "compilers do not agree on the name of this type, a template, a local one or one "
        "in an unnamed namespace: give it a `static constexpr std::string_view wire_name`");
    return type_name<T>();
  }
}

/// What travels in place of the name.
template <class T>
constexpr std::uint64_t wire_id() noexcept {
  return hash_string(wire_name<T>());
}

} // namespace akt::inline v0
