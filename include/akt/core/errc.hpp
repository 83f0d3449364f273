// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <system_error>

namespace akt::inline v0 {

/// What a call on actors can fail with. The numbers travel between nodes: append only.
enum class errc {
  rejected = 1,     ///< a business refusal by the actor itself
  failed,           ///< the handler or the constructor threw
  timeout,          ///< no answer before the deadline
  stopped,          ///< the actor, or its system, has ended
  no_such_actor,    ///< the name or the export id is not known
  unhandled,        ///< the actor has no handler for the message
  mailbox_full,     ///< a bounded mailbox refused the message
  stash_full,       ///< a bounded stash refused the message
  over_budget,      ///< the memory seam refused
  too_large,        ///< larger than a limit of the wire
  not_encodable,    ///< the message has no wire form, or is not in `messages`
  cancelled,        ///< the asker's frame, or the answerer's promise, was dropped
  unknown,          ///< the link was lost: the outcome is not known
  fenced,           ///< the target moved or lost its lease
  wrong_type,       ///< the reference names an actor of another type
  name_taken,       ///< another living actor has the name
  invalid_name,     ///< empty, too long, or with a character that names may not have
  invalid_argument, ///< an option or argument outside of its range
  null_reference,   ///< the reference refers to nothing
};

/// The category "akt"; texts are lower case without a full stop.
const std::error_category& category() noexcept;

inline std::error_code make_error_code(errc code) noexcept {
  return {static_cast<int>(code), category()};
}

} // namespace akt::inline v0

template <>
struct std::is_error_code_enum<akt::errc> : std::true_type {};
