// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/pending.hpp"
#include "akt/actor/reply_of.hpp"
#include "akt/actor/task.hpp"
#include "akt/core/result.hpp"
#include "akt/core/type_name.hpp"

namespace akt::inline v0::detail {

/// The table of a reply of type R in an envelope of the given class.
template <class R, std::uint32_t BlockClass>
struct reply_table {
  static void drop(envelope& e) noexcept { e.as<R>().~R(); }
  static constexpr message_ops ops{
      nullptr,    std::is_trivially_destructible_v<R> ? nullptr : &drop,
      BlockClass, false,
      true,       type_name<R>(),
      {},         nullptr,
      nullptr};
};

inline void drop_payload(envelope& e) noexcept {
  if (e.ops->drop) e.ops->drop(e);
}

/// Answers with unit; the payload is gone already.
disposition reply_unit(turn_context&, envelope&) noexcept;

/// Starts a handler's frame. Null: memory refused it. Throws what the handler throws before it
/// first waits, with the payload alive.
disposition start_task(turn_context&, envelope&, promise_base* frame,
                       void (*finish)(promise_base&, turn_context&));

/// The same for an actor that interleaves: while fewer than `at_most` handlers wait, it goes on.
disposition start_interleaved(turn_context&, envelope&, promise_base* frame,
                              void (*finish)(promise_base&, turn_context&), std::uint32_t at_most);

/// Answers an ask with a value or a business error; the payload is gone already.
template <class T>
disposition settle(turn_context& turn, envelope& e, T&& value) noexcept {
  if constexpr (requires {
                  value.error();
                  value.has_value();
                }) {
    if (!value) {
      turn.current = nullptr;
      send_error(*turn.home, &e, std::forward<T>(value).error());
      return disposition::kept;
    }
    return settle(turn, e, *std::forward<T>(value));
  } else {
    using R = std::remove_cvref_t<T>;
    ::new (e.place()) R(std::forward<T>(value));
    e.ops = e.ops->reply;
    send_reply(*turn.home, &e);
    return disposition::kept;
  }
}

/// Moves the answer out of a reply. The envelope stays with the caller, its payload does not.
template <class R>
[[gnu::always_inline]] inline result<R> take_payload(envelope& reply) {
  if (__builtin_expect(reply.ops->is_error, 0)) {
    result<R> failed(std::move(reply.as<error>()));
    reply.as<error>().~error();
    return failed;
  }
  result<R> value(std::move(reply.as<R>()));
  reply.as<R>().~R();
  return value;
}
template <class R>
result<R> take_answer(const outcome& o) {
  return o.reply ? take_payload<R>(*o.reply) : result<R>(o.error);
}

} // namespace akt::inline v0::detail
