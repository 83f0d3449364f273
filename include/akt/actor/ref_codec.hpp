// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/actor_ref.hpp"
#include "akt/actor/actor_type_id.hpp"
#include "akt/wire/codec.hpp"

namespace akt::inline v0 {
namespace detail {

/// What a decoded reference says of its target, for protocols: null where it lives elsewhere.
const actor_type* local_type(any_ref) noexcept;

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
    ref = actor_ref<A>(any_ref(raw.where, raw.what));
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
