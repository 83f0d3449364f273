// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/send.hpp"

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
    tell_fields<M>(static_cast<F&&>(fields)...);
  }
  template <class M>
  requires std::is_class_v<std::remove_cvref_t<M>>
  void tell(M&& message) const {
    tell_fields<std::remove_cvref_t<M>>(static_cast<M&&>(message));
  }

  /// Builds a request; it is sent by co_await, get(), then(), all() or first().
  template <class M, class... F>
  [[nodiscard]] auto ask(F&&... fields) const {
    return ask_fields<M>(static_cast<F&&>(fields)...);
  }
  template <class M>
  requires std::is_class_v<std::remove_cvref_t<M>>
  [[nodiscard]] auto ask(M&& message) const {
    return ask_fields<std::remove_cvref_t<M>>(static_cast<M&&>(message));
  }

  using any_ref::stop;
  /// Ends before the next message: the parked handler is destroyed, waiting mail is dead.
  void stop(now_t) const noexcept { detail::stop_now(*this); }

  /// For the runtime: the caller vouches that the actor is an A.
  explicit constexpr actor_ref(any_ref r) noexcept : any_ref(r) {}

private:
  template <class M, class... F>
  void tell_fields(F&&... fields) const {
    if constexpr (check<M, F...>())
      detail::tell_with<M>(detail::message_table<A, M>::ops, where_, what_,
                           static_cast<F&&>(fields)...);
  }
  template <class M, class... F>
  auto ask_fields(F&&... fields) const {
    if constexpr ((detail::hazardous_in_await<F> || ...)) {
      static_assert(detail::never<M>, "GCC 12 destroys brace-built aggregates twice inside "
                                      "co_await; pass the fields: ask<M>(field, ...)");
      return detail::no_request();
    } else if constexpr (check<M, F...>()) {
      return detail::ask_with<reply_t<A, M>, M>(detail::message_table<A, M>::ops, where_, what_,
                                                static_cast<F&&>(fields)...);
    } else {
      return detail::no_request();
    }
  }

  template <class M, class... F>
  static constexpr bool check() {
    if constexpr (!detail::complete<A>) {
      static_assert(detail::never<M>, "the actor's class is only declared here: include its header "
                                      "or use a protocol");
      return false;
    } else if constexpr (access::takes_anything<A>()) {
      static_assert(detail::never<M>,
                    "the receiver has an on() that accepts anything: a typo would reach it");
      return false;
    } else if constexpr (!handles<A, M>) {
      static_assert(detail::never<M>,
                    "the receiver has no handler for this message; expected `on(M)` (private? "
                    "befriend akt::access; inherited? add using base::on;)");
      return false;
    } else if constexpr (!detail::fits_message<M>() || !detail::fits_message<reply_t<A, M>>()) {
      return false;
    } else {
      return detail::can_be_built<M, F...>();
    }
  }
};

static_assert(sizeof(actor_ref<unit>) == 16);
static_assert(std::is_trivially_copyable_v<actor_ref<unit>>);

} // namespace akt::inline v0
