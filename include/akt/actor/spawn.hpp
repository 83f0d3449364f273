// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/protocol.hpp"
#include "akt/wire/name.hpp"

#include <tuple>

namespace akt::inline v0 {

/// For actors without a name.
struct anonymous_t {
  explicit constexpr anonymous_t() = default;
};
inline constexpr anonymous_t anonymous{};

/// How an actor is spawned. Thread-compatible.
struct spawn_options {
  /// Unique among the living actors of the system: 1 to 255 characters, letters, digits, '-', '_'
  /// and '.', first a letter or digit. Empty: no name.
  std::string_view name;
};

namespace detail {

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
constexpr bool promises_are_kept() {
  if constexpr (requires { typename A::messages; })
    return implements<A, typename A::messages>;
  else
    return true;
}

template <class A>
inline constexpr bool has_messages = requires { typename A::messages; };

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
    has_messages<A>};

/// Handles `started` as a message that the actor gets on its first turn, before user mail.
template <class A>
void signal_started([[maybe_unused]] cell& c, [[maybe_unused]] turn_context& turn) {
  if constexpr (handles<A, started>) run_signal(c, turn, message_table<A, started>::ops);
}
void run_signal(cell&, turn_context&, const message_ops&);

/// Makes an A from a closure that lies in the object's block.
template <class A, class Maker>
struct starter {
  static constexpr std::size_t block_bytes = sizeof(A) > sizeof(Maker) ? sizeof(A) : sizeof(Maker);

  static void start(cell& c, turn_context* turn) {
    auto* stored = std::launder(static_cast<Maker*>(c.object));
    if (!turn) {
      stored->~Maker();
      return;
    }
    Maker make(std::move(*stored));
    stored->~Maker();
    ::new (static_cast<void*>(c.context)) context<A>(c);
    make(c.object);
    c.flags.set(c.flags.get() & ~std::uint32_t(flag_hollow));
    signal_started<A>(c, *turn);
  }
};

/// Constructor arguments, decay-copied, on their way to the actor's first turn.
template <class A, class... Args>
struct argument_maker {
  std::tuple<Args...> arguments;

  void operator()(void* at) {
    std::apply(
        [at](Args&... args) {
          if constexpr (std::is_constructible_v<A, Args&&...>)
            ::new (at) A(std::move(args)...);
          else
            ::new (at) A{std::move(args)...};
        },
        arguments);
  }
};

template <class A, class F>
struct factory_maker {
  F factory;
  void operator()(void* at) { ::new (at) A(factory()); }
};

struct spawn_plan {
  const actor_type* type;
  cell::start_function start;
  std::size_t object_bytes;
  std::string_view name;
};

/// A cell with a block for the object, owned by the caller, its name taken.
result<cell*> reserve(system_core&, const spawn_plan&) noexcept;
/// Puts the actor on its way to its first turn.
any_ref launch(cell&) noexcept;
/// Takes a reserved cell back.
void cancel_reserved(cell&) noexcept;

template <class A, class Maker, class Store>
result<actor_ref<A>> spawn_maker(system_core& system, std::string_view name, Store store) {
  static_assert(alignof(A) <= 64 && alignof(Maker) <= 64,
                "an actor is aligned to at most 64 bytes");
  using starts = starter<A, Maker>;
  auto reserved = reserve(system, {&type_of<A>, &starts::start, starts::block_bytes, name});
  if (!reserved) return std::move(reserved).error();
  cell& c = **reserved;
  if constexpr (noexcept(store(c.object))) {
    store(c.object);
  } else {
    try {
      store(c.object);
    } catch (...) {
      cancel_reserved(c);
      throw;
    }
  }
  return actor_ref<A>(launch(c));
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

/// True, or the first sentence that says why A cannot be an actor made from Args.
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
  } else if constexpr (!constructed_from<A, Args...>) {
    static_assert(never<A>, "spawn(): the actor cannot be constructed from these arguments");
    return false;
  } else {
    return true;
  }
}

template <class A, class... Args>
result<actor_ref<A>> spawn(system_core& system, std::string_view name, Args&&... args) {
  if constexpr (can_be_spawned<A, std::decay_t<Args>...>()) {
    using maker = argument_maker<A, std::decay_t<Args>...>;
    return spawn_maker<A, maker>(system, name, [&](void* at) {
      ::new (at) maker{std::tuple<std::decay_t<Args>...>(static_cast<Args&&>(args)...)};
    });
  } else {
    return errc::invalid_argument;
  }
}

} // namespace detail
} // namespace akt::inline v0
