// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/spawn.hpp"

namespace akt::inline v0 {
namespace detail {

/// The actor of that name below `parent`, for which see spawn_plan. Errors: no_such_actor,
/// wrong_type, invalid_name.
result<any_ref> find_named(system_core&, const cell* parent, std::string_view name,
                           const actor_type&);

/// True, or the sentence that says that a name is needed.
template <class How>
constexpr bool can_be_found() {
  constexpr bool named = !std::is_same_v<How, anonymous_t>;
  if constexpr (!named)
    static_assert(never<How>, "spawn_or_find(): an actor without a name is found by nobody");
  return named;
}

/// Options that a spawn may move from; a name as it is.
template <class How>
decltype(auto) for_one_spawn(const How& how) {
  if constexpr (std::is_same_v<How, spawn_options>)
    return spawn_options(how);
  else
    return (how);
}

/// Whichever is first: the name is free for one of many that want it, and the others find that one.
template <class A, class How, class... Args>
result<actor_ref<A>> spawn_or_find(system_core& system, cell* parent, const How& how,
                                   Args&&... args) {
  if constexpr (can_be_found<How>() && can_be_spawned<A, std::decay_t<Args>...>()) {
    for (;;) { // again only if somebody else has spawned and ended one of that name meanwhile
      auto&& once = for_one_spawn(how);
      auto found = find_named(system, parent, plan_of(parent, once).name, type_of<A>);
      if (found) return actor_ref<A>(*found);
      if (found.error() != errc::no_such_actor) return std::move(found).error();
      auto fresh = spawn<A>(system, parent, once, static_cast<Args&&>(args)...);
      if (fresh || fresh.error() != errc::name_taken) return fresh; // else nothing took the args
    }
  } else {
    return errc::invalid_argument;
  }
}

} // namespace detail

template <class A>
template <class C, class How, class... Args>
result<actor_ref<C>> context<A>::try_spawn_or_find(const How& how, Args&&... args) {
  return detail::spawn_or_find<C>(*cell_->system, cell_, how, static_cast<Args&&>(args)...);
}
template <class A>
template <class C, class How, class... Args>
actor_ref<C> context<A>::spawn_or_find(const How& how, Args&&... args) {
  if constexpr (detail::can_be_found<How>() && detail::can_be_spawned<C, std::decay_t<Args>...>())
    return try_spawn_or_find<C>(how, static_cast<Args&&>(args)...).value();
  else
    return {};
}

} // namespace akt::inline v0
