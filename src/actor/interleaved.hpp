// SPDX-License-Identifier: Apache-2.0
//
// The handlers that wait in an actor that interleaves. `cell::frame` is the one that runs, and null
// between turns: it parks nobody.
#pragma once

#include "akt/actor/turn.hpp"

#include "rare_parts.hpp"

namespace akt::inline v0::detail {

/// A handler's frame is done: answers its message. Throws what the handler threw, with the message
/// in turn.current.
void finish_frame(turn_context&, promise_base& frame);

/// The message of the handler that runs; null: none, as in a callback.
envelope* message_in_hand(const turn_context&) noexcept;

/// Memory refused a handler its frame: the message has the fate over_budget.
disposition refuse_frame(turn_context&, envelope&) noexcept;

/// Resumes the handler that a completed wait has made ready, if there is one; if that ends it,
/// answers its message. Throws what the handler throws.
void resume_interleaved(turn_context&);

/// Takes a handler off the list of those that wait.
void leave_interleaved(interleaved_handlers&, promise_base& frame) noexcept;

} // namespace akt::inline v0::detail
