// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/core/errc.hpp"

#include <cstddef>
#include <cstdint>

namespace akt::inline v0 {

/// How a message ended. Every message that was sent has exactly one.
///
/// Conservation, checked at every quiescent point: sent + cloned = sum of fates + in flight.
enum class fate : std::uint8_t {
  handled,
  // rejected: the message never reached a mailbox, or was refused there
  mailbox_full,
  stash_full,
  over_budget,
  too_large,
  not_encodable,
  expired,
  fenced,
  unhandled,
  wrong_type,
  null_reference,
  // dead-lettered
  stopped,
  no_such_actor,
  link_lost, ///< the outcome is unknown
  moved,
  cancelled,
  failed,
};

inline constexpr std::size_t fate_count = static_cast<std::size_t>(fate::failed) + 1;

/// "handled", "link_lost", ...: the enumerator's own name.
const char* name(fate) noexcept;

/// What an asker is told when its message had this fate. Requires: not `handled`.
errc asker_error(fate) noexcept;

} // namespace akt::inline v0
