// SPDX-License-Identifier: Apache-2.0
//
// How an actor handles messages beside its own on(): its behaviors, and what it has stashed.
#pragma once

#include "akt/actor/behavior.hpp"

#include "rare_parts.hpp"

namespace akt::inline v0::detail {

/// Made with the first become() or stash(). Belongs to its actor's turn.
struct conduct {
  behavior* top = nullptr;
  behavior* running = nullptr; ///< whose lambda handles the message, or handled the last one
  behavior* popped = nullptr;  ///< off the stack, its lambda runs or waits; flag_popped
  mail_link* oldest = nullptr; ///< of the stash
  mail_link* newest = nullptr;
  mail_link* unstashed = nullptr; ///< the last of those in front of the mail; flag_unstashed
  std::uint32_t depth = 0;
  std::uint32_t stashed = 0;
};
static_assert(sizeof(conduct) <= block_bytes_min);

/// Null: memory refused.
conduct* conduct_of(sender&, cell&) noexcept;

/// User mail is taken up: the last one that was unstashed is not in front any more.
void note_taken(turn_context&, const envelope&) noexcept;

/// Destroys a behavior that was popped, unless its handler still waits.
void drop_popped(turn_context&) noexcept;

/// No behavior is left, and what was stashed ends. Requires: no handler runs or waits.
void forget_conduct(turn_context&, fate of_stashed) noexcept;
/// The same for good.
void release_conduct(turn_context&) noexcept;

/// A message that no lambda of the behavior names: it is stashed, or ends unhandled.
void leave_out(turn_context&, const behavior&, envelope&) noexcept;

} // namespace akt::inline v0::detail
