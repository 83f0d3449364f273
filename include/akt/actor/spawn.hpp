// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/makers.hpp"
#include "akt/actor/spawn_options.hpp"

namespace akt::inline v0 {

namespace detail {

struct spawn_plan {
  const actor_type* type;
  cell::start_function start;
  std::size_t object_bytes;
  std::string_view name{};
  cell* parent = nullptr;               ///< whose turn this is; null: a top-level actor
  akt::supervisor* supervise = nullptr; ///< null: the system's; else it is moved from
  bool restartable = false;
  const remake_ops* remake = nullptr;
  std::uint32_t stash_max = stash_max_default;
  std::optional<duration> start_timeout{}; ///< none: the system's
};

/// A cell with a block for the object, owned by the caller, its name taken. Where the actor is to
/// be kept for restarts, what makes it goes to `place`, not into the object's block.
struct reserved_cell {
  cell* c;
  void* place;
};
result<reserved_cell> reserve(system_core&, const spawn_plan&) noexcept;
/// Puts the actor on its way to its first turn.
any_ref launch(cell&) noexcept;
/// Takes a reserved cell back, in whose place nothing was put.
void cancel_reserved(cell&) noexcept;

template <class A, class Maker, class Store>
result<actor_ref<A>> spawn_maker(system_core& system, spawn_plan plan, Store store) {
  static_assert(alignof(A) <= 64 && alignof(Maker) <= 64,
                "an actor is aligned to at most 64 bytes");
  using starts = starter<A, Maker>;
  plan.type = &type_of<A>;
  plan.start = &starts::start;
  plan.object_bytes = starts::block_bytes;
  auto reserved = reserve(system, plan);
  if (!reserved) return std::move(reserved).error();
  cell& c = *reserved->c;
  if constexpr (noexcept(store(reserved->place))) {
    store(reserved->place);
  } else {
    try {
      store(reserved->place);
    } catch (...) {
      cancel_reserved(c);
      throw;
    }
  }
  return actor_ref<A>(launch(c));
}

template <class A>
constexpr bool promises_are_kept() {
  if constexpr (requires { typename A::messages; })
    return implements<A, typename A::messages>;
  else
    return true;
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

/// In the place of arguments: what the factory F returns.
template <class F>
struct made_by;

template <class A, class... Args>
struct can_be_made {
  static constexpr bool by_factory = false;
  static constexpr bool value = constructed_from<A, Args...>;
};
template <class A, class F>
struct can_be_made<A, made_by<F>> {
  static constexpr bool by_factory = true;
  static constexpr bool value = [] {
    if constexpr (std::invocable<F&>) {
      using R = std::invoke_result_t<F&>;
      return std::is_same_v<std::remove_cv_t<R>, A> || std::is_constructible_v<A, R>;
    } else {
      return false;
    }
  }();
};

/// True, or the first sentence that says why A cannot be an actor made from Args, which may be one
/// made_by.
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
  } else if constexpr (!access::valid_reentrancy<A>()) {
    static_assert(never<A>, "an actor's `reentrancy` is of the type akt::reentrancy");
    return false;
  } else if constexpr (!access::valid_max_in_flight<A>()) {
    static_assert(never<A>, "an actor's max_in_flight is 1 to 1,000,000");
    return false;
  } else if constexpr (can_be_made<A, Args...>::by_factory) {
    constexpr bool makes = can_be_made<A, Args...>::value;
    static_assert(makes, "spawn_with(): the factory takes nothing and returns the actor");
    return makes;
  } else if constexpr (!can_be_made<A, Args...>::value) {
    static_assert(never<A>, "spawn(): the actor cannot be constructed from these arguments");
    return false;
  } else {
    return true;
  }
}

/// Refers to `how`.
template <class How>
spawn_plan plan_of(cell* parent, How& how) noexcept {
  spawn_plan plan{};
  plan.parent = parent;
  if constexpr (std::is_same_v<How, spawn_options>) {
    plan.name = how.name;
    plan.supervise = how.supervise ? &*how.supervise : nullptr;
    plan.restartable = how.restartable;
    plan.stash_max = how.stash_max;
    plan.start_timeout = how.start_timeout;
  } else {
    plan.name = name_of(how);
  }
  return plan;
}

template <class A, class How, class... Args>
result<actor_ref<A>> spawn(system_core& system, cell* parent, How& how, Args&&... args) {
  if constexpr (can_be_spawned<A, std::decay_t<Args>...>()) {
    using maker = argument_maker<A, std::decay_t<Args>...>;
    spawn_plan plan = plan_of(parent, how);
    if constexpr (sizeof...(Args) == 0 || std::is_same_v<How, spawn_options>)
      plan.remake = remake_by_arguments<A, std::decay_t<Args>...>();
    return spawn_maker<A, maker>(system, plan, [&](void* at) {
      ::new (at) maker{std::tuple<std::decay_t<Args>...>(static_cast<Args&&>(args)...)};
    });
  } else {
    return errc::invalid_argument;
  }
}

/// The factory is called for each object; it need not be copyable, and the actor may be immovable.
template <class A, class How, class F>
result<actor_ref<A>> spawn_with(system_core& system, cell* parent, How& how, F&& factory) {
  if constexpr (can_be_spawned<A, made_by<std::decay_t<F>>>()) {
    using maker = factory_maker<A, std::decay_t<F>>;
    spawn_plan plan = plan_of(parent, how);
    plan.restartable = true;
    plan.remake = &remaker<A, maker>::ops;
    return spawn_maker<A, maker>(system, plan,
                                 [&](void* at) { ::new (at) maker{static_cast<F&&>(factory)}; });
  } else {
    return errc::invalid_argument;
  }
}

} // namespace detail

template <class A>
template <class C, class... Args>
result<actor_ref<C>> context<A>::try_spawn(spawn_options how, Args&&... args) {
  return detail::spawn<C>(*cell_->system, cell_, how, static_cast<Args&&>(args)...);
}
template <class A>
template <class C, detail::name_or_none How, class... Args>
result<actor_ref<C>> context<A>::try_spawn(const How& how, Args&&... args) {
  return detail::spawn<C>(*cell_->system, cell_, how, static_cast<Args&&>(args)...);
}
template <class A>
template <class C, class... Args>
actor_ref<C> context<A>::spawn(spawn_options how, Args&&... args) {
  if constexpr (detail::can_be_spawned<C, std::decay_t<Args>...>())
    return try_spawn<C>(std::move(how), static_cast<Args&&>(args)...).value();
  else
    return {};
}
template <class A>
template <class C, detail::name_or_none How, class... Args>
actor_ref<C> context<A>::spawn(const How& how, Args&&... args) {
  if constexpr (detail::can_be_spawned<C, std::decay_t<Args>...>())
    return try_spawn<C>(how, static_cast<Args&&>(args)...).value();
  else
    return {};
}
template <class A>
template <class C, class F>
result<actor_ref<C>> context<A>::try_spawn_with(spawn_options how, F&& factory) {
  return detail::spawn_with<C>(*cell_->system, cell_, how, static_cast<F&&>(factory));
}
template <class A>
template <class C, class F>
actor_ref<C> context<A>::spawn_with(spawn_options how, F&& factory) {
  if constexpr (detail::can_be_spawned<C, detail::made_by<std::decay_t<F>>>())
    return try_spawn_with<C>(std::move(how), static_cast<F&&>(factory)).value();
  else
    return {};
}

} // namespace akt::inline v0
