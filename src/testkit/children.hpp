// SPDX-License-Identifier: Apache-2.0
//
// The children of an actor, for expectations.
#pragma once

#include "akt/actor/any_ref.hpp"

#include <string>
#include <string_view>

namespace akt::inline v0::testkit::detail {

/// The oldest living child of that name and class, empty: of any. Null: there is none. Requires:
/// no other thread runs actors of its system.
any_ref find_child(any_ref parent, std::string_view name, std::string_view type) noexcept;

/// "vault (Vault), $3.1 (Teller)", or "none".
std::string list_children(any_ref parent);

} // namespace akt::inline v0::testkit::detail
