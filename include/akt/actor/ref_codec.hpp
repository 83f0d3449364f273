// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/actor_ref.hpp"
#include "akt/actor/actor_type_id.hpp"
#include "akt/wire/codec.hpp"

namespace akt::inline v0 {
namespace detail {

/// What a decoded reference says of its target: null where it lives elsewhere, or has ended.
const actor_type* local_type(any_ref) noexcept;

/// False if the target is a local actor of another class, whatever its name says.
template <class A>
bool may_name(any_ref target) noexcept {
  const actor_type* type = local_type(target);
  return !type || type->class_token == &class_token<A>;
}

} // namespace detail

/// References travel as {node, export id, type}; where there is no node to name, as on disk, they
/// cannot be written.
template <class A>
struct codec<actor_ref<A>> {
  static void write(wire::writer& to, const actor_ref<A>& ref) {
    to.write_reference({ref.where(), ref.what(), detail::actor_type_id<A>()});
  }
  static void read(wire::reader& from, actor_ref<A>& ref) {
    auto raw = from.read_reference(detail::actor_type_id<A>());
    any_ref target(raw.where, raw.what);
    if (!detail::may_name<A>(target)) return from.fail(wire::errc::wrong_reference_type);
    ref = actor_ref<A>(target);
  }
};

template <>
struct codec<any_ref> {
  static void write(wire::writer& to, const any_ref& ref) {
    to.write_reference({ref.where(), ref.what(), 0});
  }
  static void read(wire::reader& from, any_ref& ref) {
    auto raw = from.read_reference();
    ref = any_ref(raw.where, raw.what);
  }
};

} // namespace akt::inline v0
