// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/can_be_spawned.hpp"
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
