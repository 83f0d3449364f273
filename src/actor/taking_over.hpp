// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/envelope.hpp"

namespace akt::inline v0::detail {

/// What turn_context::running points to while a turn puts the messages that it has taken in order:
/// no handler runs. Of millions, in memory that has become cold, that lasts tens of milliseconds.
extern const message_ops taking_over;

} // namespace akt::inline v0::detail
