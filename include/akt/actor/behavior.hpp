// SPDX-License-Identifier: Apache-2.0
//
// become() and stash(): lambdas that handle messages in the place of the actor's own on(), and
// messages that are put aside. Costs nothing where neither is used.
#pragma once

#include "akt/actor/topic.hpp"

#include <array>
#include <tuple>

namespace akt::inline v0 {

/// First argument of become(): what the behavior does not name is stashed.
struct stash_others_t {
  explicit constexpr stash_others_t() = default;
};
inline constexpr stash_others_t stash_others{};

/// First argument of become(): what the behavior does not name goes to the actor's own on().
struct keep_others_t {
  explicit constexpr keep_others_t() = default;
};
inline constexpr keep_others_t keep_others{};

/// Behaviors of one actor that may lie on each other.
inline constexpr std::uint32_t behaviors_max = 64;

namespace detail {

/// What becomes of a message that a behavior does not name.
enum class others : std::uint8_t { unhandled, stashed, kept };

struct behavior;

struct behavior_handler {
  const message_ops* matches;
  disposition (*invoke)(behavior&, turn_context&, envelope&); ///< as message_ops::invoke
};

/// Everything the runtime knows of the lambdas of one become(). Static tables.
struct behavior_ops {
  const behavior_handler* handlers;
  std::size_t count;
  std::size_t bytes; ///< of its block
  void (*destroy)(behavior&) noexcept;
  const message_ops* told_of_ends; ///< terminated_table of the class; null: it has no handler
  /// `terminated` as others tell it, or as it comes back from the stash; null: there is no handler.
  const message_ops* told_by_others;
};

/// The lambdas of one become() follow. Belongs to its actor's turn.
struct behavior {
  const behavior_ops* ops;
  others rest;
  behavior* below = nullptr;
};

template <class... F>
struct stored_behavior : behavior {
  template <class... G>
  stored_behavior(const behavior_ops& o, others r, G&&... g)
      : behavior{&o, r}, lambdas(static_cast<G&&>(g)...) {}
  std::tuple<F...> lambdas;
};

/// A block for a behavior. Null: memory or depth is refused, and the actor has failed.
void* begin_become(cell&, std::size_t bytes) noexcept;
void cancel_become(cell&, std::size_t bytes, void* block) noexcept;
/// It counts from the next message on.
void finish_become(cell&, behavior&) noexcept;

/// An envelope for what a handler puts aside, with the asker of the message that it handles if that
/// is of the same kind. Null: memory is refused, the asker knows.
envelope* begin_stash(cell&, const message_ops&) noexcept;
/// Appends it to the stash. False: it is full, and the message has ended.
bool put_in_stash(cell&, envelope&) noexcept;

// ---- what a lambda takes

template <class... P>
struct parameters {};
template <class C, class R, class... P>
parameters<P...> parameters_of(R (C::*)(P...));
template <class C, class R, class... P>
parameters<P...> parameters_of(R (C::*)(P...) const);

/// `message` is void where F is no lambda that become() takes.
template <class A, class F, class P>
struct lambda_parts {
  using message = void;
};
template <class A, class F, class P>
requires std::is_invocable_v<F&, std::remove_cvref_t<P>>
struct lambda_parts<A, F, parameters<P>> {
  using message = std::remove_cvref_t<P>;
  using raw = std::invoke_result_t<F&, message>;
  static raw call(F& f, message& m, context<A>&) { return f(std::move(m)); }
};
template <class A, class F, class P>
requires std::is_invocable_v<F&, std::remove_cvref_t<P>, context<A>&>
struct lambda_parts<A, F, parameters<P, context<A>&>> {
  using message = std::remove_cvref_t<P>;
  using raw = std::invoke_result_t<F&, message, context<A>&>;
  static raw call(F& f, message& m, context<A>& ctx) { return f(std::move(m), ctx); }
};

template <class A, class F>
struct lambda : lambda_parts<A, F, void> {};
template <class A, class F>
requires requires { parameters_of(&F::operator()); }
struct lambda<A, F> : lambda_parts<A, F, decltype(parameters_of(&F::operator()))> {};

template <class M, class... Others>
inline constexpr int times_in = (0 + ... + (std::is_same_v<M, Others> ? 1 : 0));

/// What is wrong with a become(): see unfit.
enum class misfit { no, shape, signal, foreign, reply, doubled, interleaved, uncopyable };

/// Of the lambda F, one of several that take All.
template <class A, class F, class... All>
consteval misfit misfit_of() {
  using M = typename lambda<A, F>::message;
  if constexpr (std::is_void_v<M>)
    return misfit::shape;
  else if constexpr (is_signal<M>)
    return misfit::signal;
  else if constexpr (!handles<A, M>)
    return misfit::foreign;
  else if constexpr (!std::is_same_v<typename reply_of<typename lambda<A, F>::raw>::type,
                                     reply_t<A, M>>)
    return misfit::reply;
  else if constexpr (interleaves<A> && is_task<typename lambda<A, F>::raw>)
    return misfit::interleaved;
  else
    return times_in<M, All...> > 1 ? misfit::doubled : misfit::no;
}
template <class A, class... F>
consteval misfit first_misfit(parameters<F...>, bool can_be_kept) {
  misfit found = misfit::no;
  (void)((found = misfit_of<A, F, typename lambda<A, F>::message...>(), found == misfit::no) &&
         ...);
  return found == misfit::no && !can_be_kept ? misfit::uncopyable : found;
}

/// True, or the sentence that says what is wrong.
template <class A, misfit why>
constexpr bool can_become() {
  if constexpr (why == misfit::shape)
    static_assert(never<A>,
                  "become(): a handler is a lambda that takes one message, by value or by "
                  "const reference, and the actor's context if it wants it");
  else if constexpr (why == misfit::signal)
    static_assert(never<A>, "become(): started, stopping and child_failed always reach the actor's "
                            "own on()");
  else if constexpr (why == misfit::foreign)
    static_assert(never<A>, "become(): the actor has no on(M) for this message");
  else if constexpr (why == misfit::reply)
    static_assert(never<A>, "become(): must reply with the same type as the actor's on(M)");
  else if constexpr (why == misfit::doubled)
    static_assert(never<A>, "become(): two handlers take the same message");
  else if constexpr (why == misfit::interleaved)
    static_assert(never<A>, "become(): in an actor that interleaves, only its own on() may wait: "
                            "a handler returns no akt::task");
  else if constexpr (why == misfit::uncopyable)
    static_assert(never<A>, "become(): a handler that cannot be copied is moved: "
                            "become(std::move(handler))");
  return why == misfit::no;
}

/// The first argument of become() may say what becomes of the others.
template <class First, class... Rest>
struct become_arguments {
  using lambdas = parameters<First, Rest...>;
};
template <class... Rest>
struct become_arguments<stash_others_t, Rest...> {
  using lambdas = parameters<Rest...>;
};
template <class... Rest>
struct become_arguments<keep_others_t, Rest...> {
  using lambdas = parameters<Rest...>;
};

template <class A>
constexpr const message_ops* told_of_ends() noexcept {
  if constexpr (handles<A, terminated>)
    return terminated_table<A>::ops;
  else
    return nullptr;
}

template <class A>
constexpr const message_ops* terminated_by_others() noexcept {
  if constexpr (handles<A, terminated>)
    return &message_table<A, terminated>::ops;
  else
    return nullptr;
}

template <class A, class... F>
struct behavior_table {
  using stored = stored_behavior<F...>;
  static_assert(alignof(stored) <= block_bytes_min,
                "become(): what handlers capture is aligned to at most 64 bytes");

  template <std::size_t I>
  static disposition invoke(behavior& b, turn_context& turn, envelope& e) {
    auto& f = std::get<I>(static_cast<stored&>(b).lambdas);
    using parts = lambda<A, std::remove_reference_t<decltype(f)>>;
    using M = typename parts::message;
    if constexpr (std::is_same_v<M, terminated>)
      if (e.ops != ops.told_by_others && !forget_watched(turn, e.as<M>().actor)) {
        drop_payload(e);
        return disposition::done;
      }
    return run_handler<A, M, typename parts::raw>(
        turn, e, [&f](M& m, context<A>& ctx) -> decltype(auto) { return parts::call(f, m, ctx); });
  }
  template <std::size_t I>
  static constexpr behavior_handler handler() noexcept {
    using M = typename lambda<A, std::tuple_element_t<I, std::tuple<F...>>>::message;
    if constexpr (std::is_same_v<M, terminated>)
      return {terminated_table<A>::ops, &invoke<I>};
    else
      return {&message_table<A, M>::ops, &invoke<I>};
  }
  static void destroy(behavior& b) noexcept { static_cast<stored&>(b).~stored(); }

  static constexpr std::array<behavior_handler, sizeof...(F)> handlers =
      []<std::size_t... I>(std::index_sequence<I...>) {
        return std::array<behavior_handler, sizeof...(F)>{handler<I>()...};
      }(std::index_sequence_for<F...>());
  static constexpr behavior_ops ops{handlers.data(), sizeof...(F),      sizeof(stored),
                                    &destroy,        told_of_ends<A>(), terminated_by_others<A>()};
};

template <class A, class... F>
void become(cell& c, others rest, F&&... lambdas) {
  using table = behavior_table<A, std::decay_t<F>...>;
  using stored = typename table::stored;
  void* block = begin_become(c, sizeof(stored));
  if (!block) return;
  stored* b;
  try {
    b = ::new (block) stored(table::ops, rest, static_cast<F&&>(lambdas)...);
  } catch (...) {
    cancel_become(c, sizeof(stored), block);
    throw;
  }
  finish_become(c, *b);
}

template <class A, bool handled>
constexpr bool can_stash() {
  if constexpr (!handled)
    static_assert(never<A>, "stash(): the actor has no on(M) for this message");
  return handled;
}

} // namespace detail

template <class A>
template <class First, class... Rest>
void context<A>::become(First&& first, Rest&&... rest) {
  using T = std::decay_t<First>;
  using lambdas = typename detail::become_arguments<T, std::decay_t<Rest>...>::lambdas;
  constexpr bool can_be_kept = std::is_constructible_v<T, First> &&
                               (true && ... && std::is_constructible_v<std::decay_t<Rest>, Rest>);
  if constexpr (!detail::can_become<A, detail::first_misfit<A>(lambdas(), can_be_kept)>())
    return;
  else if constexpr (std::is_same_v<T, stash_others_t>)
    detail::become<A>(*cell_, detail::others::stashed, static_cast<Rest&&>(rest)...);
  else if constexpr (std::is_same_v<T, keep_others_t>)
    detail::become<A>(*cell_, detail::others::kept, static_cast<Rest&&>(rest)...);
  else
    detail::become<A>(*cell_, detail::others::unhandled, static_cast<First&&>(first),
                      static_cast<Rest&&>(rest)...);
}

template <class A>
template <class M>
bool context<A>::stash(M message) {
  if constexpr (detail::can_stash<A, handles<A, M>>()) {
    detail::envelope* e = detail::begin_stash(*cell_, detail::message_table<A, M>::ops);
    if (!e) return false;
    ::new (e->place()) M(std::move(message));
    return detail::put_in_stash(*cell_, *e);
  } else {
    return false;
  }
}

} // namespace akt::inline v0
