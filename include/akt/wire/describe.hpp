// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/wire/fields.hpp"

#include <utility>

namespace akt::inline v0::wire {

/// There is a `describe(std::type_identity<T>)`, found by ADL, that returns a tuple of pointers to
/// members. Their order is the schema, as the order of fields is in an aggregate.
template <class T>
concept described =
    requires { std::tuple_size<decltype(describe(std::type_identity<T>{}))>::value; };

namespace detail {

template <class T>
using description = decltype(describe(std::type_identity<T>{}));

template <class T>
using description_indices = std::make_index_sequence<std::tuple_size<description<T>>::value>;

/// f(first member, ..., last member).
template <class T, class F>
constexpr void visit_described(T& value, F&& f) {
  const auto members = describe(std::type_identity<std::remove_const_t<T>>{});
  [&]<std::size_t... i>(std::index_sequence<i...>) {
    f(value.*get<i>(members)...);
  }(description_indices<std::remove_const_t<T>>{});
}

template <class Pointer>
struct member; // of other types than pointers to data members there are no fields
template <class T, class Field>
requires(!std::is_function_v<Field>)
struct member<Field T::*> {
  using type = Field;
};

template <class T, std::size_t... i>
auto list_described(std::index_sequence<i...>) -> types<
    typename member<std::remove_cvref_t<std::tuple_element_t<i, description<T>>>>::type...>;

template <class T>
using described_types = decltype(detail::list_described<T>(description_indices<T>{}));

} // namespace detail
} // namespace akt::inline v0::wire
