// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <type_traits>

// Reflection of aggregates by structured bindings, without a macro in the user's code: how many
// fields has T, of which types, and a visit of them all. Fields are counted with empty braces,
// which unlike "convertible to anything" objects initialize every default constructible field,
// arrays too, and meet no ambiguous constructors.

namespace akt::inline v0::wire::detail {

inline constexpr std::size_t fields_max = 32;
inline constexpr std::size_t unbindable =
    fields_max + 1; ///< a "count" of fields: not to be visited

struct becomes_value {
  template <class U>
  operator U() const;
};
struct becomes_lvalue {
  template <class U>
  operator U&() const;
};
template <class T>
struct becomes_base {
  template <class U>
  requires(std::is_base_of_v<U, T> && !std::is_same_v<U, T>)
  operator U() const;
};
struct becomes_union {
  template <class U>
  requires std::is_union_v<U>
  operator U() const;
};
struct becomes_nothing {}; // what initializes from this would initialize from anything

template <class... Fields>
struct types {};
struct bit_field; // incomplete: has no form
template <class Field, bool binds>
using field_type = std::conditional_t<binds, Field, bit_field>;
template <class Field>
void bind(Field&);

// One line per number of fields: AKT_LIST_3(f) is f(a1), f(a2), f(a3).
#define AKT_LIST_1(f) f(a1)
#define AKT_LIST_2(f) AKT_LIST_1(f), f(a2)
#define AKT_LIST_3(f) AKT_LIST_2(f), f(a3)
#define AKT_LIST_4(f) AKT_LIST_3(f), f(a4)
#define AKT_LIST_5(f) AKT_LIST_4(f), f(a5)
#define AKT_LIST_6(f) AKT_LIST_5(f), f(a6)
#define AKT_LIST_7(f) AKT_LIST_6(f), f(a7)
#define AKT_LIST_8(f) AKT_LIST_7(f), f(a8)
#define AKT_LIST_9(f) AKT_LIST_8(f), f(a9)
#define AKT_LIST_10(f) AKT_LIST_9(f), f(a10)
#define AKT_LIST_11(f) AKT_LIST_10(f), f(a11)
#define AKT_LIST_12(f) AKT_LIST_11(f), f(a12)
#define AKT_LIST_13(f) AKT_LIST_12(f), f(a13)
#define AKT_LIST_14(f) AKT_LIST_13(f), f(a14)
#define AKT_LIST_15(f) AKT_LIST_14(f), f(a15)
#define AKT_LIST_16(f) AKT_LIST_15(f), f(a16)
#define AKT_LIST_17(f) AKT_LIST_16(f), f(a17)
#define AKT_LIST_18(f) AKT_LIST_17(f), f(a18)
#define AKT_LIST_19(f) AKT_LIST_18(f), f(a19)
#define AKT_LIST_20(f) AKT_LIST_19(f), f(a20)
#define AKT_LIST_21(f) AKT_LIST_20(f), f(a21)
#define AKT_LIST_22(f) AKT_LIST_21(f), f(a22)
#define AKT_LIST_23(f) AKT_LIST_22(f), f(a23)
#define AKT_LIST_24(f) AKT_LIST_23(f), f(a24)
#define AKT_LIST_25(f) AKT_LIST_24(f), f(a25)
#define AKT_LIST_26(f) AKT_LIST_25(f), f(a26)
#define AKT_LIST_27(f) AKT_LIST_26(f), f(a27)
#define AKT_LIST_28(f) AKT_LIST_27(f), f(a28)
#define AKT_LIST_29(f) AKT_LIST_28(f), f(a29)
#define AKT_LIST_30(f) AKT_LIST_29(f), f(a30)
#define AKT_LIST_31(f) AKT_LIST_30(f), f(a31)
#define AKT_LIST_32(f) AKT_LIST_31(f), f(a32)
#define AKT_EACH(f)                                                                            \
  f(1) f(2) f(3) f(4) f(5) f(6) f(7) f(8) f(9) f(10) f(11) f(12) f(13) f(14) f(15) f(16) f(17) \
      f(18) f(19) f(20) f(21) f(22) f(23) f(24) f(25) f(26) f(27) f(28) f(29) f(30) f(31) f(32)
#define AKT_NAME(a) a
#define AKT_EMPTY(a) \
  {}
#define AKT_TYPE(a) field_type<decltype(a), requires { detail::bind(a); }>

/// The fields of T; `unbindable` if they cannot be named by a structured binding: with base
/// classes, unions, too many of them, or one that is not default constructible. Requires: T is an
/// aggregate class.
template <class T>
consteval std::size_t count_fields() {
  if constexpr (std::is_empty_v<T> && requires { T{}; }) return 0;
  if constexpr (requires { T{becomes_base<T>{}}; } && !requires { T{becomes_nothing{}}; })
    return unbindable;
  if constexpr (requires { T{becomes_union{}}; } && !requires { T{becomes_nothing{}}; })
    return unbindable;
  if constexpr (!requires { T{{}}; }) return unbindable;
#define AKT_MAKES(n, ...) requires { T{AKT_LIST_##n(AKT_EMPTY), __VA_ARGS__}; }
#define AKT_FIELD_COUNT(n)                                                      \
  else if constexpr (AKT_MAKES(n, becomes_union{}) &&                           \
                     !AKT_MAKES(n, becomes_nothing{})) return unbindable;       \
  else if constexpr (!AKT_MAKES(n, {})) return AKT_MAKES(n, becomes_value{}) || \
          AKT_MAKES(n, becomes_lvalue{})                                        \
      ? unbindable                                                              \
      : n;
  AKT_EACH(AKT_FIELD_COUNT)
#undef AKT_FIELD_COUNT
#undef AKT_MAKES
  else return unbindable;
}

template <class T>
inline constexpr std::size_t field_count = count_fields<T>();

/// f(first field, ..., last field). Requires: field_count<T> is not unbindable.
template <class T, class F>
constexpr void visit_fields(T& value, F&& f) {
  constexpr auto count = field_count<std::remove_const_t<T>>;
  if constexpr (count == 0) f();
#define AKT_VISIT(n)                        \
  else if constexpr (count == n) {          \
    auto& [AKT_LIST_##n(AKT_NAME)] = value; \
    f(AKT_LIST_##n(AKT_NAME));              \
  }
  AKT_EACH(AKT_VISIT)
#undef AKT_VISIT
}

/// types<declared type of each field ...>, with bit_field for those that no reference binds to.
template <class T>
constexpr auto list_fields(T& value) {
  constexpr auto count = field_count<T>;
  if constexpr (count == 0) return types<>{};
#define AKT_TYPES(n)                        \
  else if constexpr (count == n) {          \
    auto& [AKT_LIST_##n(AKT_NAME)] = value; \
    return types<AKT_LIST_##n(AKT_TYPE)>{}; \
  }
  AKT_EACH(AKT_TYPES)
#undef AKT_TYPES
}

template <class T>
using field_types = decltype(detail::list_fields(*static_cast<T*>(nullptr)));

#undef AKT_LIST_1
#undef AKT_LIST_2
#undef AKT_LIST_3
#undef AKT_LIST_4
#undef AKT_LIST_5
#undef AKT_LIST_6
#undef AKT_LIST_7
#undef AKT_LIST_8
#undef AKT_LIST_9
#undef AKT_LIST_10
#undef AKT_LIST_11
#undef AKT_LIST_12
#undef AKT_LIST_13
#undef AKT_LIST_14
#undef AKT_LIST_15
#undef AKT_LIST_16
#undef AKT_LIST_17
#undef AKT_LIST_18
#undef AKT_LIST_19
#undef AKT_LIST_20
#undef AKT_LIST_21
#undef AKT_LIST_22
#undef AKT_LIST_23
#undef AKT_LIST_24
#undef AKT_LIST_25
#undef AKT_LIST_26
#undef AKT_LIST_27
#undef AKT_LIST_28
#undef AKT_LIST_29
#undef AKT_LIST_30
#undef AKT_LIST_31
#undef AKT_LIST_32
#undef AKT_EACH
#undef AKT_NAME
#undef AKT_EMPTY
#undef AKT_TYPE

} // namespace akt::inline v0::wire::detail
