// SPDX-License-Identifier: Apache-2.0
//
// What the actors of random programs are like: their families, rules and bounds.
#pragma once

#include "program_ledger.hpp"

namespace akt::inline v0::sim::programs {

/// Enters an actor with that parent, 0 for none, into the books; `detail` decides what it is like.
number enroll(ledger&, std::size_t node, number parent, std::uint32_t detail);
/// Its name, if it has one.
std::string name_of(const ledger&, number who);
/// How the books say it is spawned. The name lives as long as `name`.
spawn_options options_of(const ledger&, number who, std::string& name);

} // namespace akt::inline v0::sim::programs
