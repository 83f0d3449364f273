// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/wire/reader.hpp"
#include "akt/wire/shape.hpp"
#include "akt/wire/writer.hpp"

namespace akt::inline v0::wire {

template <class T>
void write(writer& to, const T& value);
template <class T>
void read(reader& from, T& value);

namespace detail {

/// Charged per element of a container that may allocate each of them.
template <class T>
inline constexpr std::size_t node_bytes = sizeof(T) + 4 * sizeof(void*);

template <class T>
void write_sequence(writer& to, const T& value) { // sets too
  to.begin_array(value.size());
  for (const auto& element : value) wire::write<typename T::value_type>(to, element);
  to.end();
}

template <class T>
void read_sequence(reader& from, T& value) {
  using element = typename T::value_type;
  constexpr bool contiguous = requires { value.reserve(1); };
  const auto count = from.begin_array(contiguous ? sizeof(element) : node_bytes<element>);
  value.clear();
  if constexpr (contiguous) value.reserve(count);
  for (auto left = count; left > 0 && from; --left) {
    if constexpr (std::is_same_v<element, bool>)
      value.emplace_back(from.read_bool());
    else {
      value.emplace_back();
      wire::read(from, value.back());
    }
  }
  from.end();
}

template <class T>
void read_bytes(reader& from, T& value) {
  const auto bytes = from.read_bytes();
  const auto first = reinterpret_cast<const typename T::value_type*>(bytes.data());
  value.assign(first, first + bytes.size());
}

template <class T>
void read_fixed_bytes(reader& from, T& value) {
  const auto bytes = from.read_bytes();
  if (bytes.size() != std::size(value)) return from.fail(errc::wrong_length);
  auto next = bytes.data();
  for (auto& byte : value) byte = static_cast<std::remove_reference_t<decltype(byte)>>(*next++);
}

template <class T>
void write_fixed(writer& to, const T& value) {
  to.begin_array(std::size(value));
  for (const auto& element : value) wire::write(to, element);
  to.end();
}

template <class T>
void read_fixed(reader& from, T& value) {
  if (from.begin_array() != std::size(value)) return from.fail(errc::wrong_length);
  for (auto& element : value) wire::read(from, element);
  from.end();
}

template <class T>
void write_map(writer& to, const T& value) {
  to.begin_map(value.size());
  for (const auto& [key, mapped] : value) {
    wire::write(to, key);
    wire::write(to, mapped);
  }
  to.end();
}

/// Adds `entry` at the end, where it must belong.
template <class T, class... Entry>
void append_ordered(reader& from, T& value, Entry&&... entry) {
  const auto before = value.size();
  auto place = value.emplace_hint(value.end(), std::forward<Entry>(entry)...);
  if (value.size() == before || ++place != value.end()) from.fail(errc::bad_order);
}

template <class T>
void read_map(reader& from, T& value) {
  using key_type = typename T::key_type;
  using mapped_type = typename T::mapped_type;
  value.clear();
  auto left = from.begin_map(node_bytes<key_type> + sizeof(mapped_type));
  for (; left > 0 && from; --left) {
    key_type key{};
    mapped_type mapped{};
    wire::read(from, key);
    wire::read(from, mapped);
    if (from) detail::append_ordered(from, value, std::move(key), std::move(mapped));
  }
  from.end();
}

template <class T>
void read_set(reader& from, T& value) {
  value.clear();
  for (auto left = from.begin_array(node_bytes<typename T::key_type>); left > 0 && from; --left) {
    typename T::key_type key{};
    wire::read(from, key);
    if (from) detail::append_ordered(from, value, std::move(key));
  }
  from.end();
}

template <class T>
void write_optional(writer& to, const T& value) {
  to.begin_array(value.has_value());
  if (value.has_value()) wire::write(to, *value);
  to.end();
}

template <class T>
void read_optional(reader& from, T& value) {
  const auto count = from.begin_array();
  value.reset();
  if (count > 1) return from.fail(errc::wrong_length);
  if (count == 1) wire::read(from, value.emplace());
  from.end();
}

template <class T, class... Ts>
void write_variant(writer& to, const T& value, types<Ts...>) {
  if (value.valueless_by_exception()) return to.fail(errc::out_of_range);
  to.begin_array(2);
  to.write_unsigned(value.index());
  [&]<std::size_t... i>(std::index_sequence<i...>) {
    (void)((value.index() == i && (wire::write(to, *get_if<i>(&value)), true)) || ...);
  }(std::index_sequence_for<Ts...>{});
  to.end();
}

template <class T, class... Ts>
void read_variant(reader& from, T& value, types<Ts...>) {
  const auto count = from.begin_array();
  if (count != 2) return from.fail(errc::wrong_length);
  const auto index = from.read_unsigned(sizeof...(Ts) - 1);
  if (!from) return;
  [&]<std::size_t... i>(std::index_sequence<i...>) {
    (void)((index == i && (wire::read(from, value.template emplace<i>()), true)) || ...);
  }(std::index_sequence_for<Ts...>{});
  from.end();
}

/// The items of a tuple: all of them must be there.
template <class T>
void write_tuple(writer& to, const T& value) {
  constexpr auto count = std::tuple_size<T>::value;
  to.begin_array(count);
  [&]<std::size_t... i>(std::index_sequence<i...>) {
    (wire::write(to, get<i>(value)), ...);
  }(std::make_index_sequence<count>{});
  to.end();
}

template <class T>
void read_tuple(reader& from, T& value) {
  constexpr auto count = std::tuple_size<T>::value;
  if (from.begin_array() != count) return from.fail(errc::wrong_length);
  [&]<std::size_t... i>(std::index_sequence<i...>) {
    (wire::read(from, get<i>(value)), ...);
  }(std::make_index_sequence<count>{});
  from.end();
}

} // namespace detail
} // namespace akt::inline v0::wire
