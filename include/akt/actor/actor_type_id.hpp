// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/core/hash.hpp"
#include "akt/core/type_name.hpp"

namespace akt::inline v0::detail {

/// How nodes tell actor types apart: a hash of `A::wire_name`, or of the class's name.
template <class A>
constexpr std::uint64_t actor_type_id() noexcept {
  if constexpr (requires { std::string_view(A::wire_name); })
    return hash_string(A::wire_name);
  else
    return hash_string(type_name<A>());
}

/// Its address tells classes of one program apart, also those that share a name: two in unnamed
/// namespaces.
template <class A>
inline constexpr char class_token = 0;

} // namespace akt::inline v0::detail
