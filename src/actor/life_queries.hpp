// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "end_of_life.hpp"

namespace akt::inline v0::detail {

/// The actor of the turn ends: whoever asked stopped() hears why.
void answer_end_questions(turn_context&, rare_parts&) noexcept;

/// A question that finds nobody is an answer where another message is dead. False: it is none.
bool answer_question_unhandled(sender&, envelope&, fate) noexcept;

} // namespace akt::inline v0::detail
