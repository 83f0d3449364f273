// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/protocol.hpp"
#include "akt/wire/name.hpp"

/// What the runtime knows of an actor's class: one table each.
namespace akt::inline v0::detail {

template <class A>
const message_ops* find_message(std::uint64_t type_id) noexcept {
  if constexpr (requires { typename A::messages; })
    return []<class... S>(protocol<S...>*, std::uint64_t id) -> const message_ops* {
      const message_ops* found = nullptr;
      (void)((wire_id<typename signature<S>::message>() == id &&
              (found = &message_table<A, typename signature<S>::message>::ops, true)) ||
             ...);
      return found;
    }(static_cast<typename A::messages*>(nullptr), type_id);
  else
    return nullptr;
}

template <class A>
inline constexpr bool has_messages = requires { typename A::messages; };

void run_signal(cell&, turn_context&, const message_ops&);

/// How an actor ends in order: `stopping` is a message that it gets before its children end.
template <class A>
void signal_stopping(cell& c, turn_context& turn) {
  run_signal(c, turn, message_table<A, stopping>::ops);
}
template <class A>
constexpr auto stopping_of() noexcept -> void (*)(cell&, turn_context&) {
  if constexpr (handles<A, stopping>)
    return &signal_stopping<A>;
  else
    return nullptr;
}

/// Asks a parent what is to become of a child.
template <class A>
directive ask_parent(cell& c, const child_failed& news) {
  using answer = raw_reply_t<A, child_failed>;
  static_assert(std::is_void_v<answer> || std::is_same_v<answer, directive>,
                "on(const akt::child_failed&) returns akt::directive or void");
  auto& ctx = *std::launder(reinterpret_cast<context<A>*>(c.context));
  child_failed copy(news);
  if constexpr (std::is_same_v<answer, directive>)
    return access::call(*static_cast<A*>(c.object), copy, ctx);
  else if constexpr (std::is_void_v<answer>)
    access::call(*static_cast<A*>(c.object), copy, ctx);
  return directive::suspend;
}
template <class A>
constexpr auto ask_parent_of() noexcept -> directive (*)(cell&, const child_failed&) {
  if constexpr (handles<A, child_failed>)
    return &ask_parent<A>;
  else
    return nullptr;
}

template <class A>
inline constexpr actor_type type_of{
    type_name<A>(),
    actor_type_id<A>(),
    &class_token<A>,
    std::is_trivially_destructible_v<A>
        ? nullptr
        : static_cast<void (*)(void*) noexcept>(
              [](void* object) noexcept { static_cast<A*>(object)->~A(); }),
    &find_message<A>,
    has_messages<A>,
    stopping_of<A>(),
    ask_parent_of<A>()};

} // namespace akt::inline v0::detail
