// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/context.hpp"
#include "akt/actor/reentrancy.hpp"
#include "akt/actor/reply_of.hpp"

#include <concepts>
#include <utility>

namespace akt::inline v0 {
namespace detail {

/// Converts to M and to nothing else, so that a handler for another type is never taken for one for
/// M. Cannot be copied or moved: on(auto) and on(std::any) do not accept it.
template <class M>
class exactly {
public:
  exactly(const exactly&) = delete;
  template <class T>
  requires std::same_as<std::remove_const_t<T>, M>
  operator T&&() const;
};

/// Converts to nothing. What accepts it accepts anything, also typos.
class anything {
public:
  anything(const anything&) = delete;
};

template <class T>
concept complete = requires { sizeof(T); };

} // namespace detail

/// The only way into an actor's handlers. An actor that keeps them private befriends it:
/// `friend akt::access;`
///
/// Turn-bound: the runtime calls handlers on their actor's turn only.
class access {
public:
  template <class A, class M>
  static constexpr bool takes_message() noexcept {
    return requires(A& a, detail::exactly<M>&& m) { a.on(std::move(m)); };
  }
  template <class A, class M>
  static constexpr bool takes_message_and_context() noexcept {
    return requires(A& a, detail::exactly<M>&& m, context<A>& c) { a.on(std::move(m), c); };
  }
  template <class A>
  static constexpr bool takes_anything() noexcept {
    return requires(A& a, detail::anything&& m, context<A>& c) { a.on(std::move(m), c); } ||
           requires(A& a, detail::anything&& m) { a.on(std::move(m)); };
  }
  template <class A, class M>
  static constexpr bool handles() noexcept {
    if constexpr (takes_anything<A>())
      return false;
    else
      return takes_message<A, M>() || takes_message_and_context<A, M>();
  }

  /// `A::reentrancy`, if there is one, is an akt::reentrancy.
  template <class A>
  static consteval bool valid_reentrancy() noexcept {
    if constexpr (requires { A::reentrancy; })
      return std::is_same_v<std::remove_cvref_t<decltype(A::reentrancy)>, akt::reentrancy>;
    else
      return true;
  }
  template <class A>
  static consteval bool valid_max_in_flight() noexcept {
    if constexpr (interleaves<A>() && requires { A::max_in_flight; })
      return A::max_in_flight >= 1 && A::max_in_flight <= 1'000'000;
    else
      return true;
  }
  template <class A>
  static consteval bool interleaves() noexcept {
    if constexpr (valid_reentrancy<A>() && requires { A::reentrancy; })
      return A::reentrancy == akt::reentrancy::interleave;
    else
      return false;
  }
  template <class A>
  static consteval std::uint32_t in_flight_max() noexcept {
    if constexpr (requires { A::max_in_flight; })
      return static_cast<std::uint32_t>(A::max_in_flight);
    else
      return interleave_max_default;
  }

  template <class A, class M>
  static decltype(auto) call(A& actor, M& message, context<A>& ctx) {
    if constexpr (takes_message_and_context<A, M>())
      return actor.on(std::move(message), ctx);
    else
      return actor.on(std::move(message));
  }
};

/// A handles M: it has `on(M)` or `on(M, akt::context<A>&)`, M by value or by const reference,
/// public or open to akt::access.
template <class A, class M>
concept handles = detail::complete<A> && access::handles<A, M>();

namespace detail {

template <class A>
inline constexpr bool interleaves = access::interleaves<A>();

template <class A, class M>
using raw_reply_t =
    decltype(access::call(std::declval<A&>(), std::declval<M&>(), std::declval<context<A>&>()));

} // namespace detail

/// The type an ask of M to A yields, inside result<>.
template <class A, class M>
using reply_t = typename detail::reply_of<detail::raw_reply_t<A, M>>::type;

} // namespace akt::inline v0
