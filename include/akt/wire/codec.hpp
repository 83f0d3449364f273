// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/core/result.hpp"
#include "akt/wire/containers.hpp"
#include "akt/wire/message.hpp"
#include "akt/wire/scalars.hpp"

namespace akt::inline v0 {

/// To give T a form of its own, specialize this with
///
///     static void write(wire::writer& to, const T& value);
///     static void read(wire::reader& from, T& value);
///
/// Each handles exactly one CBOR item (an array, say), and tells failures by fail(). The value to
/// be read into is a fresh one. Types without it may have a built-in form: see wire::shape.
template <class T>
struct codec;

namespace wire {

/// Appends one item. Requires: wire_message<T>.
template <class T>
void write(writer& to, const T& value) {
  constexpr auto form = detail::shape_of<T>();
  const auto write_fields = [&to](const auto&... fields) {
    to.begin_array(sizeof...(fields));
    (wire::write(to, fields), ...);
    to.end();
  };
  if constexpr (form == shape::custom)
    codec<T>::write(to, value);
  else if constexpr (form == shape::described)
    detail::visit_described(value, write_fields);
  else if constexpr (form == shape::aggregate)
    detail::visit_fields(value, write_fields);
  else if constexpr (form == shape::text)
    to.write_text(value);
  else if constexpr (form == shape::map)
    detail::write_map(to, value);
  else if constexpr (form == shape::set || form == shape::sequence)
    detail::write_sequence(to, value);
  else if constexpr (form == shape::bytes || form == shape::fixed_bytes)
    to.write_bytes(std::as_bytes(std::span(value)));
  else if constexpr (form == shape::fixed)
    detail::write_fixed(to, value);
  else if constexpr (form == shape::tuple)
    detail::write_tuple(to, value);
  else if constexpr (form == shape::optional)
    detail::write_optional(to, value);
  else if constexpr (form == shape::variant)
    detail::write_variant(to, value, typename detail::alternatives<T>::list{});
  else
    detail::write_scalar<form>(to, value);
}

/// Reads one item into `value`, a fresh one: where an older sender knew fewer fields, the others
/// keep what they have; the surplus of a newer sender is passed over. Unspecified after a failure.
template <class T>
void read(reader& from, T& value) {
  constexpr auto form = detail::shape_of<T>();
  const auto read_fields = [&from](auto&... fields) {
    auto left = from.begin_array();
    [[maybe_unused]] const auto read_next = [&](auto& field) {
      if (left == 0) return;
      --left;
      wire::read(from, field);
    };
    (read_next(fields), ...);
    from.skip(left);
    from.end();
  };
  if constexpr (form == shape::custom)
    codec<T>::read(from, value);
  else if constexpr (form == shape::described)
    detail::visit_described(value, read_fields);
  else if constexpr (form == shape::aggregate)
    detail::visit_fields(value, read_fields);
  else if constexpr (form == shape::text)
    value = from.read_text();
  else if constexpr (form == shape::map)
    detail::read_map(from, value);
  else if constexpr (form == shape::set)
    detail::read_set(from, value);
  else if constexpr (form == shape::sequence)
    detail::read_sequence(from, value);
  else if constexpr (form == shape::bytes)
    detail::read_bytes(from, value);
  else if constexpr (form == shape::fixed_bytes)
    detail::read_fixed_bytes(from, value);
  else if constexpr (form == shape::fixed)
    detail::read_fixed(from, value);
  else if constexpr (form == shape::tuple)
    detail::read_tuple(from, value);
  else if constexpr (form == shape::optional)
    detail::read_optional(from, value);
  else if constexpr (form == shape::variant)
    detail::read_variant(from, value, typename detail::alternatives<T>::list{});
  else
    value = detail::read_scalar<form, T>(from);
}

} // namespace wire

/// `value` as CBOR. The same bytes on every platform and compiler for equal values.
/// Fails if a limit is exceeded or a reference in it cannot be written.
template <class T>
result<wire::buffer> try_encode(const T& value, wire::reference_codec* references = nullptr,
                                const wire::limits& limits = {}) {
  wire::buffer bytes;
  if constexpr (wire::detail::require_message<T>()) {
    wire::writer to(bytes, references, limits);
    wire::write(to, value);
    if (!to) return to.error();
  }
  return bytes;
}

/// The same where it cannot fail; if it does, that is thrown, as by result::value().
template <class T>
wire::buffer encode(const T& value) {
  if constexpr (wire::detail::require_message<T>())
    return akt::try_encode(value).value();
  else
    return {};
}

/// The value that `bytes` hold, all of them. They may come from anybody.
template <class T>
result<T> decode(std::span<const std::byte> bytes, wire::reference_codec* references = nullptr,
                 const wire::limits& limits = {}) {
  if constexpr (wire::detail::require_message<T>()) {
    T value{};
    wire::reader from(bytes, references, limits);
    wire::read(from, value);
    from.finish();
    if (!from) return from.error();
    return value;
  } else
    return errc::not_encodable;
}

} // namespace akt::inline v0
