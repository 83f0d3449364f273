// SPDX-License-Identifier: Apache-2.0
//
// Parents, children and paths. An actor's children end before it does; so its identity, and those
// of all its ancestors, outlive whatever of it can be found.
#pragma once

#include "identity.hpp"

#include <string>

namespace akt::inline v0::detail {

/// Gives the actor an identity if it has none; null: memory refused. Its spawner, or its turn.
identity* identity_of(sender&, cell&) noexcept;
/// The same for an actor that is being spawned, with what its plan says. From here on others may
/// read what is constant in it.
identity* make_identity(sender&, cell&, identity* parent, const spawn_plan&) noexcept;
/// Takes it back: the actor is not launched, and not adopted. Frees it.
void drop_identity(sender&, cell&) noexcept;

/// The end of an actor takes its identity out of reach: afterwards nobody finds it by its cell,
/// which is vacant already. Frees it, or hands it to the parent, who does. Its turn; the name is
/// released.
void leave_family(turn_context&) noexcept;

/// Puts a child, which is not launched yet, behind its siblings. The parent's turn.
void adopt(identity& parent, identity& child) noexcept;

/// Tells all children to stop. The parent's turn.
void stop_children(turn_context&, bool at_once) noexcept;

/// "akt://system/parent/child"; an actor without a name is "$" and its number. `who`: or null.
std::string path_of(const system_core&, const cell&, const identity* who);

/// The path of an occupant; empty if it has ended. Any thread; on its turn use path_of().
std::string path_of_any(system_core&, any_ref actor);

} // namespace akt::inline v0::detail
