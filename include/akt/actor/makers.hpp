// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/type_of.hpp"

#include <tuple>

/// How an actor's object is made: on its first turn, and anew at each restart.
namespace akt::inline v0::detail {

/// Handles `started` as a message that the actor gets on its first turn, before user mail.
template <class A>
void signal_started([[maybe_unused]] cell& c, [[maybe_unused]] turn_context& turn) {
  if constexpr (handles<A, started>) run_signal(c, turn, message_table<A, started>::ops);
}
/// Makes the object of an A at the place of its cell, and signals `started`.
template <class A, class Make>
void make_actor(cell& c, turn_context& turn, Make&& make) {
  ::new (static_cast<void*>(c.context)) context<A>(c);
  make(c.object);
  c.flags.set(c.flags.get() & ~std::uint32_t(flag_hollow));
  signal_started<A>(c, turn);
}

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
    make_actor<A>(c, *turn, make);
  }
};

/// How an actor is made again and again from what is kept of its spawn. Static tables.
struct remake_ops {
  void (*make)(cell&, turn_context&, void* kept); ///< may throw; `kept` null: from nothing
  void (*destroy)(void* kept) noexcept;
  std::size_t kept_bytes; ///< 0: it is made from nothing
};

template <class A, class Maker>
struct remaker {
  static void make(cell& c, turn_context& turn, void* kept) {
    if constexpr (std::is_empty_v<Maker>)
      make_actor<A>(c, turn, Maker{});
    else
      make_actor<A>(c, turn, [kept](void* at) { static_cast<Maker*>(kept)->make_copy(at); });
  }
  static void destroy(void* kept) noexcept { static_cast<Maker*>(kept)->~Maker(); }
  static constexpr remake_ops ops{&make, &destroy, std::is_empty_v<Maker> ? 0 : sizeof(Maker)};
};

/// Constructor arguments, decay-copied, on their way to the actor's first turn.
template <class A, class... Args>
struct argument_maker {
  [[no_unique_address]] std::tuple<Args...> arguments;

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
  void make_copy(void* at) const {
    argument_maker copy(*this);
    copy(at);
  }
};

/// A factory stays where it is kept and is called for each object.
template <class A, class F>
struct factory_maker {
  [[no_unique_address]] F factory;
  void operator()(void* at) { ::new (at) A(factory()); }
  void make_copy(void* at) { ::new (at) A(factory()); }
};

/// True where copying surely compiles: containers say that they can be copied whatever they hold.
template <class T>
struct surely_copyable : std::is_copy_constructible<T> {};
template <class T>
requires requires {
  typename T::value_type;
  typename T::iterator;
}
struct surely_copyable<T> : std::bool_constant<std::is_copy_constructible_v<T> &&
                                               surely_copyable<typename T::value_type>::value> {};
template <class F, class S>
struct surely_copyable<std::pair<F, S>>
    : std::bool_constant<surely_copyable<F>::value && surely_copyable<S>::value> {};

/// The table to make A anew, or null: its arguments cannot be copied.
template <class A, class... Args>
constexpr const remake_ops* remake_by_arguments() noexcept {
  if constexpr ((surely_copyable<Args>::value && ...))
    return &remaker<A, argument_maker<A, Args...>>::ops;
  else
    return nullptr;
}

} // namespace akt::inline v0::detail
