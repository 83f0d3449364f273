// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/wire/shape.hpp"

namespace akt::inline v0 {
namespace wire::detail {

/// Why a type cannot travel; each has its sentence in require_message().
enum class problem { none, no_form, unordered, fields, not_default, not_movable, floating_key };

template <class T, class... Outer>
consteval problem find_problem();

template <class... Outer, class... Ts>
consteval problem find_problem_among(types<Ts...>) {
  auto found = problem::none;
  (void)((found = detail::find_problem<Ts, Outer...>(), found == problem::none) && ...);
  return found;
}

/// The same, for types whose objects are made elsewhere and moved in.
template <class... Outer, class... Ts>
consteval problem find_problem_among_moved(types<Ts...> list) {
  if constexpr (!(std::is_move_constructible_v<Ts> && ...))
    return problem::not_movable;
  else
    return detail::find_problem_among<Outer...>(list);
}

template <class T, class Indices>
struct element_types;
template <class T, std::size_t... i>
struct element_types<T, std::index_sequence<i...>> {
  using list = types<std::tuple_element_t<i, T>...>;
};

template <class T, class... Outer>
consteval problem find_problem_inside() {
  constexpr auto form = detail::shape_of<T>();
  if constexpr (unordered<T> && form == shape::none)
    return problem::unordered;
  else if constexpr (form == shape::none)
    return problem::no_form;
  else if constexpr (!std::is_default_constructible_v<T>)
    return problem::not_default;
  else if constexpr (form == shape::described) {
    if constexpr (requires { typename described_types<T>; })
      return detail::find_problem_among<Outer..., T>(described_types<T>{});
    else
      return problem::no_form;
  } else if constexpr (form == shape::aggregate) {
    if constexpr (field_count<T> == unbindable)
      return problem::fields;
    else
      return detail::find_problem_among<Outer..., T>(field_types<T>{});
  } else if constexpr (form == shape::map || form == shape::set) {
    using key = typename T::key_type;
    if constexpr (std::is_floating_point_v<key>)
      return problem::floating_key;
    else if constexpr (form == shape::set)
      return detail::find_problem_among_moved<Outer...>(types<key>{});
    else
      return detail::find_problem_among_moved<Outer...>(types<key, typename T::mapped_type>{});
  } else if constexpr (form == shape::variant) {
    return detail::find_problem_among<Outer...>(typename alternatives<T>::list{});
  } else if constexpr (form == shape::optional) {
    return detail::find_problem_among<Outer...>(types<typename T::value_type>{});
  } else if constexpr (form == shape::sequence) {
    return detail::find_problem_among_moved<Outer...>(types<typename T::value_type>{});
  } else if constexpr (form == shape::fixed && std::is_array_v<T>) {
    return detail::find_problem_among<Outer...>(types<std::remove_extent_t<T>>{});
  } else if constexpr (form == shape::fixed) {
    return detail::find_problem_among<Outer...>(types<typename T::value_type>{});
  } else if constexpr (form == shape::tuple) {
    using indices = std::make_index_sequence<std::tuple_size<T>::value>;
    return detail::find_problem_among<Outer...>(typename element_types<T, indices>::list{});
  } else
    return problem::none;
}

/// `Outer` are the classes around T: one that contains itself, in a vector say, is fine.
template <class T, class... Outer>
consteval problem find_problem() {
  if constexpr (!std::is_object_v<T> || std::is_const_v<T> || std::is_volatile_v<T>)
    return problem::no_form;
  else if constexpr ((std::is_same_v<T, Outer> || ...))
    return problem::none;
  else if constexpr (!requires { sizeof(T); })
    return problem::no_form;
  else
    return detail::find_problem_inside<T, Outer...>();
}

} // namespace wire::detail

/// T and all its parts can be encoded and decoded. False, never an error, for every other type.
template <class T>
concept wire_message = wire::detail::find_problem<T>() == wire::detail::problem::none;

namespace wire::detail {

template <class T>
consteval bool require_message() {
  constexpr auto found = detail::find_problem<T>();
  constexpr bool has_a_form = found != problem::no_form;
  static_assert(has_a_form,
                "this type, or a part of it, has no form on the wire: make it an aggregate of "
                "encodable fields, or add describe() or a specialization of akt::codec");
  constexpr bool is_ordered = found != problem::unordered;
  static_assert(
      is_ordered,
      "an unordered container has no fixed order on the wire: use std::map, std::set or a "
      "sorted std::vector");
  constexpr bool fields_are_found = found != problem::fields;
  static_assert(fields_are_found,
                "an aggregate with a base class, a union, more than 32 fields or a field without "
                "default constructor needs a describe() to be encoded");
  constexpr bool is_default_constructible = found != problem::not_default;
  static_assert(is_default_constructible,
                "what is decoded must be default constructible: it is made first and filled then");
  constexpr bool is_movable = found != problem::not_movable;
  static_assert(is_movable, "the elements of a container must be movable to be decoded");
  constexpr bool keys_are_exact = found != problem::floating_key;
  static_assert(keys_are_exact,
                "a floating point number is no key: a decoded NaN would break the container");
  return found == problem::none;
}

} // namespace wire::detail
} // namespace akt::inline v0
