// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/batch.hpp"

namespace akt::inline v0 {

/// A typed reference to an actor of class A, wherever it lives. 16 bytes, trivially copyable.
///
/// Thread-safe as a value. A needs to be complete only where tell() or ask() is called. A message
/// to an actor that has ended gets the fate `stopped`; an ask is answered with errc::stopped.
template <class A>
class actor_ref : public any_ref {
public:
  using actor = A;

  constexpr actor_ref() noexcept = default;

  /// Builds M from its fields in place and sends it. Never blocks. In order per sender and
  /// receiver; at most once.
  template <class M, class... F>
  void tell(F&&... fields) const {
    if constexpr (detail::can_send<M, detail::unfit_tell<A, M, F...>()>())
      detail::tell_with<M>(detail::message_table<A, M>::ops, where_, what_,
                           static_cast<F&&>(fields)...);
  }
  template <class M>
  requires std::is_class_v<std::remove_cvref_t<M>>
  void tell(M&& message) const {
    using type = std::remove_cvref_t<M>;
    if constexpr (detail::can_send<type, detail::unfit_tell<A, type, M>()>())
      detail::tell_with<type>(detail::message_table<A, type>::ops, where_, what_,
                              static_cast<M&&>(message));
  }

  /// tell() with each message of a range, in its order, with one wake-up of the actor. Messages are
  /// moved out of a container that is an rvalue. If copying throws, those before it are sent.
  template <class Range>
  void tell_all(Range&& messages) const {
    using type = typename detail::range_parts<Range>::message;
    if constexpr (detail::can_send<type, unfit_tell_all<Range>()>())
      detail::tell_all_with<type>(detail::message_table<A, type>::ops, where_, what_,
                                  static_cast<Range&&>(messages));
  }

  /// Builds a request; it is sent by co_await, get(), then(), all() or first().
  template <class M, class... F>
  [[nodiscard("an ask is sent when it is awaited, waited for or given a callback")]] auto
  ask(F&&... fields) const {
    if constexpr (detail::can_send<M, detail::unfit_ask<detail::unfit_tell<A, M, F...>(), F...>>())
      return detail::ask_with<reply_t<A, M>, M>(detail::message_table<A, M>::ops, where_, what_,
                                                static_cast<F&&>(fields)...);
    else
      return detail::no_request();
  }
  template <class M>
  requires std::is_class_v<std::remove_cvref_t<M>>
  [[nodiscard("an ask is sent when it is awaited, waited for or given a callback")]] auto
  ask(M&& message) const {
    using type = std::remove_cvref_t<M>;
    if constexpr (detail::can_send<type, detail::unfit_ask<detail::unfit_tell<A, type, M>(), M>>())
      return detail::ask_with<reply_t<A, type>, type>(detail::message_table<A, type>::ops, where_,
                                                      what_, static_cast<M&&>(message));
    else
      return detail::no_request();
  }

  /// For the runtime: the caller vouches that the actor is an A.
  explicit constexpr actor_ref(any_ref r) noexcept : any_ref(r) {}

private:
  template <class Range>
  static consteval detail::unfit unfit_tell_all() {
    using parts = detail::range_parts<Range>;
    if constexpr (std::is_void_v<typename parts::message>)
      return detail::unfit::no_range;
    else
      return detail::unfit_tell<A, typename parts::message, typename parts::given>();
  }
};

static_assert(sizeof(actor_ref<unit>) == 16);
static_assert(std::is_trivially_copyable_v<actor_ref<unit>>);

} // namespace akt::inline v0

template <class A>
struct std::hash<akt::actor_ref<A>> : std::hash<akt::any_ref> {};
