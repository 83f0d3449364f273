// SPDX-License-Identifier: Apache-2.0
//
// What is wrong with a tell or an ask that must not compile, and the sentence that says so. What is
// wrong is computed as a value; one function turns it into an error, so that a compiler names two
// functions on the way from the user's line to the sentence, tell() and can_send(), and not five.
#pragma once

#include "akt/actor/signals.hpp"
#include "akt/actor/task.hpp"
#include "akt/wire/message.hpp"

namespace akt::inline v0::detail {

enum class unfit {
  no,
  incomplete,  ///< the receiver's class is only declared
  anything,    ///< the receiver's on() accepts anything
  unhandled,   ///< the receiver has no handler
  unlisted,    ///< the receiver's protocol has no such message
  unencodable, ///< listed in `messages`, and has no wire form
  reference,   ///< the handler replies with one
  destructor,  ///< throws
  move,        ///< throws
  alignment,   ///< larger than an envelope's
  size,        ///< larger than an envelope
  narrowed,    ///< a field
  fields,      ///< are not the message's
  brace_built, ///< see hazardous_in_await
  uncopyable,  ///< and sent more than once
  no_range,    ///< and to be sent one by one
  signal,      ///< the runtime's own
  callback,    ///< takes something else than the answer
};

/// Whether a message or a reply can lie in an envelope.
template <class T>
consteval unfit unfit_value() {
  if constexpr (!std::is_object_v<T>)
    return unfit::reference;
  else if constexpr (!std::is_nothrow_destructible_v<T>)
    return unfit::destructor;
  else if constexpr (!std::is_nothrow_move_constructible_v<T>)
    return unfit::move;
  else if constexpr (alignof(T) > 16)
    return unfit::alignment;
  else if constexpr (sizeof(T) > block_bytes_max - envelope_header_bytes)
    return unfit::size;
  else
    return unfit::no;
}

/// M is in `A::messages`, and has no form on the wire.
template <class A, class M>
consteval bool lists_unencodable() {
  if constexpr (requires { typename A::messages; })
    return A::messages::template contains<M> && !wire_message<M>;
  else
    return false;
}

/// Converts to whatever F converts to without loss: how a field of a message is checked, because
/// g++ 12 only warns of narrowing in braces and clang is silent about it in installed headers.
template <class F>
struct lossless {
  template <class T>
  requires requires(F f) { std::type_identity_t<T[1]>{static_cast<F&&>(f)}; }
  operator T() const;
};
template <class F>
using checked_field =
    std::conditional_t<std::is_arithmetic_v<std::remove_cvref_t<F>>, lossless<F>, F>;

/// Converts to whatever F converts to, with or without loss: tells narrowing from a wrong field.
template <class F>
struct lossy {
  template <class T>
  requires std::is_convertible_v<F, T>
  operator T() const;
};
template <class F>
using converted_field =
    std::conditional_t<std::is_arithmetic_v<std::remove_cvref_t<F>>, lossy<F>, F>;

template <class M, class... F>
concept built_from = requires(F&&... f) { M{static_cast<F&&>(f)...}; };
template <class M, class... F>
concept built_lossless =
    built_from<M, F...> && (!std::is_aggregate_v<M> || built_from<M, checked_field<F>...>);

/// Whether M, built from F, can go to whoever replies with R.
template <class M, class R, class... F>
consteval unfit unfit_message() {
  if constexpr (is_signal<M>)
    return unfit::signal;
  else if constexpr (constexpr unfit message = unfit_value<M>(); message != unfit::no)
    return message;
  else if constexpr (constexpr unfit reply = unfit_value<R>(); reply != unfit::no)
    return reply;
  else if constexpr (built_lossless<M, F...>)
    return unfit::no;
  else
    return built_from<M, converted_field<F>...> ? unfit::narrowed : unfit::fields;
}

/// An aggregate built by braces in a co_await statement: g++ before 13 destroys it twice.
template <class T>
inline constexpr bool hazardous_in_await =
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ < 13
    std::is_aggregate_v<T> && !std::is_trivially_destructible_v<T>;
#else
    false;
#endif

/// What is wrong with an ask whose tell has `why`.
template <unfit why, class... F>
inline constexpr unfit unfit_ask = // NOLINTNEXTLINE(misc-redundant-expression): a fold over types
    (hazardous_in_await<F> || ...) ? unfit::brace_built : why;

/// Whether F can be called with the answer to an ask.
template <class R, class F>
inline constexpr unfit unfit_callback =
    std::is_invocable_v<F&, result<R>> ? unfit::no : unfit::callback;

/// True, or the sentence that says what is wrong with T: a message, its reply, or the callback for
/// that.
template <class T, unfit why>
constexpr bool can_send() {
  if constexpr (why == unfit::incomplete)
    static_assert(never<T>, "the actor's class is only declared here: include its header or use a "
                            "protocol");
  else if constexpr (why == unfit::anything)
    static_assert(never<T>, "the receiver has an on() that accepts anything: a typo would reach "
                            "it");
  else if constexpr (why == unfit::unhandled)
    static_assert(never<T>, "the receiver has no handler for this message; expected `on(M)` "
                            "(private? befriend akt::access; inherited? add using base::on;)");
  else if constexpr (why == unfit::unlisted)
    static_assert(never<T>, "the protocol has no such message");
  else if constexpr (why == unfit::unencodable)
    static_assert(never<T>, "a message in `messages` cannot be serialized: make it an aggregate of "
                            "such types, or add describe()");
  else if constexpr (why == unfit::reference)
    static_assert(never<T>, "a handler replies with a value, not with a reference");
  else if constexpr (why == unfit::destructor)
    static_assert(never<T>, "a message or reply must not have a throwing destructor");
  else if constexpr (why == unfit::move)
    static_assert(never<T>, "a message or reply must be movable without throwing");
  else if constexpr (why == unfit::alignment)
    static_assert(never<T>, "a message or reply is aligned to at most 16 bytes");
  else if constexpr (why == unfit::size)
    static_assert(never<T>, "a message or reply of more than 4064 bytes travels in a vector or "
                            "behind a pointer");
  else if constexpr (why == unfit::narrowed)
    static_assert(never<T>, "a field would be narrowed: pass the field's own type");
  else if constexpr (why == unfit::fields)
    static_assert(never<T>, "the message cannot be built from these fields");
  else if constexpr (why == unfit::brace_built)
    static_assert(never<T>, "GCC 12 destroys brace-built aggregates twice inside co_await; pass "
                            "the fields: ask<M>(field, ...)");
  else if constexpr (why == unfit::uncopyable)
    static_assert(never<T>, "schedule_every() sends copies: the message must be copyable");
  else if constexpr (why == unfit::no_range)
    static_assert(never<T>, "tell_all() takes a range of messages, such as a vector of them");
  else if constexpr (why == unfit::signal)
    static_assert(never<T>, "started, stopping and child_failed come from the runtime alone");
  else if constexpr (why == unfit::callback)
    static_assert(never<T>,
                  "then() takes a function of akt::result<R>, where R is what the actor's "
                  "on(M) replies");
  return why == unfit::no;
}

} // namespace akt::inline v0::detail
