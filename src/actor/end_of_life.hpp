// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/remote_node.hpp"
#include "akt/actor/turn.hpp"

#include "rare_parts.hpp"

namespace akt::inline v0::detail {

/// Ends the actor of the turn, the one owner of the end: in order, first `stopping`; then the
/// parked frame and what it waits for, the children, the batch in hand, the object, the name, the
/// watchers, the rest. While children end the actor is closing: it comes again with the last of
/// them, or not in order when their time is over. Afterwards the cell is vacant, the turn's
/// generation is a new one and the batch in hand holds system mail only.
void begin_end(turn_context&, bool in_order) noexcept;

/// Destroys the parked frame, whose message is cancelled, and forgets all that the actor waits for,
/// its behaviors and its stash.
void forget_handlers(turn_context&, fate of_stashed) noexcept;

/// Frees a message that was handled and whose fate is counted: see envelope::counted.
void free_counted(sender&, envelope&) noexcept;

/// Destroys the object, or what would make it. The block stays.
void destroy_object(turn_context&) noexcept;

/// A handler is parked in an actor that drains: it gets a deadline, so that stop() ends.
void limit_drain(turn_context&) noexcept;

/// `started` waits, if the turn's actor is parked: it gets a deadline.
void limit_start(turn_context&) noexcept;

/// Puts a watcher, local or of another node, on the list of a local actor.
void watch_by(sender&, any_ref watched, const watcher&) noexcept;

/// The node of a reference; null: it is local, or null.
inline remote_node* node_of(any_ref ref) noexcept {
  if ((ref.where() & tag_mask) != node_tag) return nullptr;
  return reinterpret_cast<remote_node*>(ref.where() & ~tag_mask);
}

/// Takes a watcher off the list of an actor, wherever it lives.
void unwatch_from(sender&, any_ref watcher, any_ref watched) noexcept;

/// Tells one watcher that an actor is gone.
void tell_terminated(sender&, any_ref watcher, const message_ops* told, terminated) noexcept;

/// The actor fails: the step of the one that failed first, unless it failed by an answer that it
/// awaited. `handled` may be null.
void add_failing_step(const turn_context&, error& why, const envelope* handled) noexcept;

/// To the log: the actor and why it failed, and the way of a failure that came through others.
void log_failure(const turn_context&, const error& why) noexcept;

} // namespace akt::inline v0::detail
