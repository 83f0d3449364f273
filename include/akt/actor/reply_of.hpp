// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/fwd.hpp"
#include "akt/core/result.hpp"

namespace akt::inline v0::detail {

/// What an ask yields for what a handler returns: void and R and result<R> and task<R> and
/// task<result<R>> and deferred<R> all reply R (void: unit).
template <class T>
struct reply_of {
  using type = T;
};
template <>
struct reply_of<void> {
  using type = unit;
};
template <class T>
struct reply_of<result<T>> : reply_of<T> {};
template <class T>
struct reply_of<task<T>> : reply_of<T> {};
template <class T>
struct reply_of<deferred<T>> : reply_of<T> {};

template <class T>
inline constexpr bool is_task = false;
template <class T>
inline constexpr bool is_task<task<T>> = true;
template <class T>
inline constexpr bool is_deferred = false;
template <class T>
inline constexpr bool is_deferred<deferred<T>> = true;
template <class T>
inline constexpr bool is_result = false;
template <class T>
inline constexpr bool is_result<result<T>> = true;

} // namespace akt::inline v0::detail
