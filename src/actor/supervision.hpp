// SPDX-License-Identifier: Apache-2.0
//
// What follows when an actor fails, and how it is made anew. On its own turn, before its next
// message; what concerns siblings goes through the parent.
#pragma once

#include "akt/actor/supervisor.hpp"
#include "akt/actor/turn.hpp"

namespace akt::inline v0::detail {

/// Carries out what the supervisor of the turn's actor says of the failure. Stop bits if it ends.
std::uint32_t supervise(turn_context&, const failure&) noexcept;

/// A restart goes on if nothing more is to be waited for: children, or its time.
void restart_when_ready(turn_context&) noexcept;

/// Hears what children have escalated while a handler waited.
void handle_signals(turn_context&) noexcept;
/// A child has ended: what it has escalated needs no decision. The parent's turn.
void forget_escalations(const cell& parent, const identity& child) noexcept;

} // namespace akt::inline v0::detail
