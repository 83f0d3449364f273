// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/access.hpp"
#include "akt/actor/actor_type_id.hpp"
#include "akt/actor/deferred.hpp"
#include "akt/actor/reply.hpp"
#include "akt/actor/task.hpp"
#include "akt/actor/unfit.hpp"
#include "akt/core/type_name.hpp"

namespace akt::inline v0::detail {

/// True where the message may arrive over a link: it is in `A::messages`.
template <class A, class M>
constexpr const message_codec* codec_of() noexcept {
  if constexpr (requires { typename A::messages; }) {
    if constexpr (A::messages::template contains<M>)
      return A::messages::template codec<M>();
    else
      return nullptr;
  } else {
    return nullptr;
  }
}

/// Takes the value of a finished handler frame, destroys the frame and answers.
template <class T>
void finish_task(promise_base& promise, turn_context& turn) {
  using promise_type = typename task<T>::promise_type;
  auto& p = static_cast<promise_type&>(promise);
  envelope& e = *p.message;
  if (e.asked()) {
    if constexpr (std::is_void_v<T>) {
      p.self.destroy();
      drop_payload(e);
      reply_unit(turn, e);
    } else {
      T value = p.take();
      p.self.destroy();
      drop_payload(e);
      settle(turn, e, std::move(value));
    }
  } else {
    p.self.destroy();
    drop_payload(e);
    free_envelope(*turn.home, e.ops->block_class, &e);
  }
}

/// Calls a handler that returns Raw on the message in the envelope, destroys the message and
/// answers. If it throws, the message is alive.
template <class A, class M, class Raw, class Call>
[[gnu::always_inline]] inline disposition run_handler(turn_context& turn, envelope& e, Call call) {
  M& message = e.as<M>();
  auto& ctx = *std::launder(reinterpret_cast<context<A>*>(turn.self->context));
  if constexpr (std::is_void_v<Raw>) {
    call(message, ctx);
    message.~M();
    return e.asked() ? reply_unit(turn, e) : disposition::done;
  } else if constexpr (is_task<Raw>) {
    constexpr auto finish = &finish_task<typename Raw::value_type>;
    if constexpr (interleaves<A> && !is_signal<M>)
      return start_interleaved(turn, e, call(message, ctx).release(), finish,
                               access::in_flight_max<A>());
    else
      return start_task(turn, e, call(message, ctx).release(), finish);
  } else if constexpr (is_deferred<Raw>) {
    auto promise = call(message, ctx);
    message.~M();
    return deferred_access::bind(promise, turn, e);
  } else {
    Raw value = call(message, ctx);
    message.~M();
    if (!e.asked()) return disposition::done;
    return settle(turn, e, std::move(value));
  }
}

template <class M>
inline constexpr bool asked_by_nobody = std::is_same_v<M, started> || std::is_same_v<M, stopping>;

template <class A, class M>
struct message_table {
  using raw = raw_reply_t<A, M>;
  using reply = reply_t<A, M>;
  static_assert(can_send<M, unfit_value<M>()>() && can_send<reply, unfit_value<reply>()>());
  static_assert(!asked_by_nobody<M> || std::is_void_v<raw> || std::is_same_v<raw, task<>>,
                "on(const akt::started&) and on(const akt::stopping&) return void or akt::task<>");

  static disposition invoke(void* object, turn_context& turn, envelope& e) {
    A& actor = *static_cast<A*>(object);
    return run_handler<A, M, raw>(
        turn, e, [&actor](M& m, context<A>& ctx) -> raw { return access::call(actor, m, ctx); });
  }

  static void drop(envelope& e) noexcept { e.as<M>().~M(); }

  static constexpr std::uint32_t block =
      envelope_class(sizeof(M) > sizeof(reply) ? sizeof(M) : sizeof(reply));
  static constexpr message_ops ops{&invoke,
                                   std::is_trivially_destructible_v<M> ? nullptr : &drop,
                                   block,
                                   false,
                                   false,
                                   type_name<M>(),
                                   type_name<A>(),
                                   codec_of<A, M>(),
                                   &reply_table<reply, block>::ops,
                                   actor_type_id<A>()};
};

} // namespace akt::inline v0::detail
