// SPDX-License-Identifier: Apache-2.0
//
// What an actor sends in its own name: ctx.tell(), and the message that it handles, ctx.forward().
#pragma once

#include "akt/actor/protocol.hpp"
#include "akt/actor/send.hpp"

namespace akt::inline v0 {
namespace detail {

/// What a reference says of the messages of its actor.
template <class B>
struct addressee {
  template <class M, class... F>
  static consteval unfit why_not() {
    return unfit_tell<B, M, F...>();
  }
  template <class M>
  using reply = reply_t<B, M>;
  template <class M>
  static const message_ops& ops(const actor_ref<B>&) noexcept {
    return message_table<B, M>::ops;
  }
};
template <class... S>
struct addressee<protocol<S...>> {
  using known = protocol<S...>;
  template <class M, class... F>
  static consteval unfit why_not() {
    if constexpr (!known::template contains<M>)
      return unfit::unlisted;
    else
      return unfit_message<M, typename known::template reply<M>, F...>();
  }
  template <class M>
  using reply = typename known::template reply<M>;
  template <class M>
  static const message_ops& ops(const actor_ref<known>& to) noexcept {
    const auto* table = to.table() ? to.table() : &remote_thunks<known>::table;
    return *table->ops[known::template index_of<M>()];
  }
};

/// tell_with() in the name of the actor of the cell. Another system does not know that.
template <class M, class... F>
void tell_as(const cell& c, const message_ops& ops, any_ref to, F&&... fields) {
  sender* home = sender_for(to.where());
  envelope* e = home ? fill<M>(*home, ops, to.what(), static_cast<F&&>(fields)...) : nullptr;
  if (__builtin_expect(e == nullptr, 0)) return refused(to.where(), ops);
  if (home->system == c.system) {
    e->asker_generation = c.generation();
    e->ext = envelope::told_ext(c.index);
  }
  send(*home, to.where(), to.what(), e);
}

/// An envelope for what a handler forwards, with the asker of the message that it handles if that
/// is of the same kind. Null: it is refused, the asker knows.
envelope* begin_forward(cell&, const message_ops& handled, const message_ops& sent,
                        any_ref to) noexcept;
void send_forwarded(any_ref to, envelope&) noexcept;

/// What is wrong with a forward() of M by an A to whoever `Known` describes.
enum class misforward { no, own, reply };

template <class A, class Known, class M>
consteval misforward misforward_of() {
  if constexpr (!handles<A, M>)
    return misforward::own;
  else
    return std::is_same_v<reply_t<A, M>, typename Known::template reply<M>> ? misforward::no
                                                                            : misforward::reply;
}

/// True, or the sentence that says what is wrong.
template <class A, misforward why>
constexpr bool can_forward() {
  if constexpr (why == misforward::own)
    static_assert(never<A>,
                  "forward(): the actor itself has no on(M) for this message: use tell()");
  else if constexpr (why == misforward::reply)
    static_assert(never<A>, "forward(): the other actor replies to this message with another type");
  return why == misforward::no;
}

} // namespace detail

template <class A>
template <class M, class B, class... F>
void context<A>::tell(const actor_ref<B>& to, F&&... fields) {
  using known = detail::addressee<B>;
  if constexpr (detail::can_send<M, known::template why_not<M, F...>()>())
    detail::tell_as<M>(*cell_, known::template ops<M>(to), to, static_cast<F&&>(fields)...);
}
template <class A>
template <class M, class B>
requires std::is_class_v<std::remove_cvref_t<M>>
void context<A>::tell(const actor_ref<B>& to, M&& message) {
  using type = std::remove_cvref_t<M>;
  using known = detail::addressee<B>;
  if constexpr (detail::can_send<type, known::template why_not<type, M>()>())
    detail::tell_as<type>(*cell_, known::template ops<type>(to), to, static_cast<M&&>(message));
}

template <class A>
template <class B, class M>
void context<A>::forward(const actor_ref<B>& to, M message) {
  using known = detail::addressee<B>;
  if constexpr (!detail::can_send<M, known::template why_not<M, M>()>())
    return;
  else if constexpr (detail::can_forward<A, detail::misforward_of<A, known, M>()>()) {
    detail::envelope* e = detail::begin_forward(*cell_, detail::message_table<A, M>::ops,
                                                known::template ops<M>(to), to);
    if (!e) return;
    ::new (e->place()) M(std::move(message));
    detail::send_forwarded(to, *e);
  }
}
template <class A>
template <class M>
void context<A>::forward(any_ref, M) {
  static_assert(detail::never<M>, "forward(): an any_ref does not say what its actor understands: "
                                  "pass an actor_ref");
}

} // namespace akt::inline v0
