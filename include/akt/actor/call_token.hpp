// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/core/sync.hpp"

namespace akt::inline v0 {
namespace detail {

/// What a call on another thread and the handler that waits for it know of each other. A frame's
/// block, freed by the last of the two.
struct call_state {
  sync::atomic<std::uint32_t> sharers{2};
  sync::atomic<std::uint32_t> given_up{0};
};

/// Null: there is no memory.
call_state* make_call_state() noexcept;
void leave_call(call_state&) noexcept;

} // namespace detail

/// The first parameter of a function for offload() that wants to know whether anybody still waits
/// for what it does: a call that takes long looks now and then, and returns.
///
/// Valid during the call. Thread-safe.
class call_token {
public:
  /// The wait has ended: its time is over, or the handler is gone with its actor. What the call
  /// returns reaches nobody. It does not become false again.
  bool given_up() const noexcept {
    return state_->given_up.load(sync::relaxed) != 0; // a hint, publishes nothing
  }

  /// For the runtime.
  explicit call_token(const detail::call_state& s) noexcept : state_(&s) {}

private:
  const detail::call_state* state_;
};

} // namespace akt::inline v0
