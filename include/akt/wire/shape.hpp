// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/wire/describe.hpp"
#include "akt/wire/fwd.hpp"

#include <cstddef>
#include <string>

namespace akt::inline v0::wire {

/// In which of the built-in forms, if any, a type travels. The first that applies wins.
enum class shape {
  none,
  custom,      ///< codec<T> is specialized
  described,   ///< array of the members that describe() names
  boolean,     ///< bool
  integer,     ///< the shortest CBOR integer; char is unsigned
  enumeration, ///< as its underlying type, which must be fixed
  floating,    ///< float and double, 4 and 8 bytes
  text,        ///< std::string
  duration,    ///< count, with an integer as representation
  map,         ///< CBOR map in the order of the keys
  set,         ///< array in the order of the keys
  variant,     ///< array of index and value
  optional,    ///< array of no or one element
  bytes,       ///< a growing sequence of bytes: byte string
  sequence,    ///< a growing sequence: array
  fixed_bytes, ///< std::array of bytes, T[n] of bytes: byte string
  fixed,       ///< std::array, T[n]: array
  tuple,       ///< std::pair, std::tuple: array
  aggregate,   ///< array of the fields
};

namespace detail {

template <class T>
concept custom = requires(writer& to, reader& from, const T& in, T& out) {
  codec<T>::write(to, in);
  codec<T>::read(from, out);
};

// The standard's types are known by what they can do, so that their headers are not needed here and
// other libraries' containers work too.

template <class T>
inline constexpr bool is_string = false;
template <class Traits, class Allocator>
inline constexpr bool is_string<std::basic_string<char, Traits, Allocator>> = true;

template <class T>
concept enumerates = std::is_enum_v<T> && requires { T{std::underlying_type_t<T>{}}; };

template <class T>
concept counts_time = requires(const T& time) {
  T::period::num;
  requires std::is_integral_v<typename T::rep>;
  requires std::is_same_v<decltype(time.count()), typename T::rep>;
  T(typename T::rep{});
};

template <class T>
concept unordered = requires {
  typename T::key_type;
  typename T::hasher;
};

template <class T>
concept ordered = !unordered<T> && requires(T& to) {
  typename T::key_type;
  typename T::key_compare;
  to.clear();
  to.size();
  to.begin();
  to.end();
};

template <class T>
concept maps = ordered<T> && requires { typename T::mapped_type; };

template <class T>
struct alternatives; // only templates over types have them
template <template <class...> class V, class... Ts>
struct alternatives<V<Ts...>> {
  using list = types<Ts...>;
};

template <class T>
concept alternates = requires(const T& value) {
  typename alternatives<T>::list;
  value.index();
  value.valueless_by_exception();
};

template <class T>
concept maybe = requires(T& value) {
  typename T::value_type;
  value.has_value();
  value.emplace();
  value.reset();
  *value;
};

template <class T>
concept grows = !ordered<T> && !unordered<T> && requires(T& value) {
  typename T::value_type;
  value.begin();
  value.end();
  value.size();
  value.clear();
  value.emplace_back();
};

template <class T>
inline constexpr bool is_byte = std::is_same_v<T, std::byte> || std::is_same_v<T, unsigned char>;

template <class T>
concept byte_range = requires(T& value) {
  value.data();
  requires is_byte<typename T::value_type>;
};

template <class T>
concept tuple_like = requires { std::tuple_size<T>::value; };

template <class T>
concept array_like = tuple_like<T> && requires(T& value) {
  typename T::value_type;
  value.data();
};

template <class T>
consteval shape shape_of() {
  if constexpr (custom<T>)
    return shape::custom;
  else if constexpr (described<T>)
    return shape::described;
  else if constexpr (std::is_same_v<T, bool>)
    return shape::boolean;
  else if constexpr (std::is_integral_v<T>)
    return sizeof(T) <= 8 ? shape::integer : shape::none;
  else if constexpr (enumerates<T>)
    return shape::enumeration;
  else if constexpr (std::is_same_v<T, float> || std::is_same_v<T, double>)
    return shape::floating;
  else if constexpr (std::is_bounded_array_v<T>)
    return is_byte<std::remove_extent_t<T>> ? shape::fixed_bytes : shape::fixed;
  else if constexpr (!std::is_class_v<T>)
    return shape::none;
  else if constexpr (is_string<T>)
    return shape::text;
  else if constexpr (counts_time<T>)
    return shape::duration;
  else if constexpr (unordered<T>)
    return shape::none;
  else if constexpr (maps<T>)
    return shape::map;
  else if constexpr (ordered<T>)
    return shape::set;
  else if constexpr (alternates<T>)
    return shape::variant;
  else if constexpr (maybe<T>)
    return shape::optional;
  else if constexpr (grows<T>)
    return byte_range<T> ? shape::bytes : shape::sequence;
  else if constexpr (array_like<T>)
    return byte_range<T> ? shape::fixed_bytes : shape::fixed;
  else if constexpr (tuple_like<T>)
    return shape::tuple;
  else if constexpr (std::is_aggregate_v<T>)
    return shape::aggregate;
  else
    return shape::none;
}

} // namespace detail
} // namespace akt::inline v0::wire
