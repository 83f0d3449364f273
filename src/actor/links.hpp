// SPDX-License-Identifier: Apache-2.0
//
// Actors that end together. Both sides of a link keep the other; whoever ends tells it.
#pragma once

#include "end_of_life.hpp"

namespace akt::inline v0::detail {

/// Names the watch that a link to an actor of another node consists of: see watcher::told.
extern const message_ops told_of_link;

/// One side has ended: so does the local actor `linked`, unless it is not linked any more.
void tell_linked(sender&, any_ref linked, const terminated&) noexcept;

/// All that are linked to the turn's actor, which ends, hear of it.
void end_links(turn_context&, const rare_parts&, const terminated&) noexcept;

/// A local actor gets or loses a link to one of another node, which has asked for it.
void link_by(sender&, any_ref linked, any_ref linker) noexcept;
void unlink_by(sender&, any_ref linked, any_ref linker) noexcept;

} // namespace akt::inline v0::detail
