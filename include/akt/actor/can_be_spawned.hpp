// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/type_of.hpp"

/// What must hold of an actor's class, and what a user is told where it does not.
namespace akt::inline v0::detail {

template <class A>
constexpr bool promises_are_kept() {
  if constexpr (requires { typename A::messages; })
    return implements<A, typename A::messages>;
  else
    return true;
}

inline constexpr auto message_travels = []<class S>(S) {
  return wire_message<typename S::message>;
};
inline constexpr auto reply_travels = []<class S>(S) {
  return std::is_same_v<typename S::reply, unit> || wire_message<typename S::reply>;
};

/// Every signature that A lists passes the test; A without `messages` lists none.
template <class A, class Test>
constexpr bool all_listed(Test test) {
  if constexpr (has_messages<A>)
    return []<class... S>(protocol<S...>*, Test t) {
      return (t(signature<S>{}) && ...);
    }(static_cast<typename A::messages*>(nullptr), test);
  else
    return true;
}

template <class A, class... Args>
concept constructed_from =
    std::is_constructible_v<A, Args...> || requires(Args&&... a) { A{static_cast<Args&&>(a)...}; };

/// In the place of arguments: what the factory F returns.
template <class F>
struct made_by;

template <class A, class... Args>
struct can_be_made {
  static constexpr bool by_factory = false;
  static constexpr bool value = constructed_from<A, Args...>;
};
template <class A, class F>
struct can_be_made<A, made_by<F>> {
  static constexpr bool by_factory = true;
  static constexpr bool value = [] {
    if constexpr (std::invocable<F&>) {
      using R = std::invoke_result_t<F&>;
      return std::is_same_v<std::remove_cv_t<R>, A> || std::is_constructible_v<A, R>;
    } else {
      return false;
    }
  }();
};

/// True, or the first sentence that says why A cannot be an actor made from Args, which may be one
/// made_by.
template <class A, class... Args>
constexpr bool can_be_spawned() {
  if constexpr (!complete<A>) {
    static_assert(never<A>, "the actor's class is only declared here: include its header");
    return false;
  } else if constexpr (!std::is_nothrow_destructible_v<A>) {
    static_assert(never<A>, "an actor must not have a throwing or private destructor");
    return false;
  } else if constexpr (!promises_are_kept<A>()) {
    static_assert(never<A>, "`messages` promises a signature this actor has no matching on() for");
    return false;
  } else if constexpr (!all_listed<A>(message_travels)) {
    static_assert(never<A>, "a message in `messages` cannot be serialized: make it an aggregate of "
                            "such types, or add describe()");
    return false;
  } else if constexpr (!all_listed<A>(reply_travels)) {
    static_assert(never<A>, "a reply in `messages` cannot be serialized: make it an aggregate of "
                            "such types, or add describe()");
    return false;
  } else if constexpr (!access::valid_reentrancy<A>()) {
    static_assert(never<A>, "an actor's `reentrancy` is of the type akt::reentrancy");
    return false;
  } else if constexpr (!access::valid_max_in_flight<A>()) {
    static_assert(never<A>, "an actor's max_in_flight is 1 to 1,000,000");
    return false;
  } else if constexpr (can_be_made<A, Args...>::by_factory) {
    constexpr bool makes = can_be_made<A, Args...>::value;
    static_assert(makes, "spawn_with(): the factory takes nothing and returns the actor");
    return makes;
  } else if constexpr (!can_be_made<A, Args...>::value) {
    static_assert(never<A>, "spawn(): the actor cannot be constructed from these arguments");
    return false;
  } else {
    return true;
  }
}

} // namespace akt::inline v0::detail
