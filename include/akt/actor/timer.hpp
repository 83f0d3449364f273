// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/any_ref.hpp"
#include "akt/core/clock.hpp"
#include "akt/core/result.hpp"

#include <string_view>

namespace akt::inline v0 {

/// One schedule of the actor that made it, for ctx.cancel(): never that of another one, also when
/// it has ended. Thread-compatible: a value.
struct timer {
  any_ref owner;
  std::uint64_t number = 0; ///< 0: none

  friend bool operator==(const timer&, const timer&) noexcept = default;
};

namespace detail {

/// What is asked of a schedule. The key is the caller's.
struct schedule_plan {
  duration first;  ///< until the first message
  duration period; ///< zero: there is no second one
  std::string_view key{};
  bool keyed = false;
  /// Makes another message; null: there is only one. May throw.
  void (*copy)(envelope& from, void* to) = nullptr;
};

/// An error, or none: the actor's turn may fill a message for the plan.
result<unit> may_schedule(cell&, const schedule_plan&);
/// Takes a filled message; null: memory refused it. Replaces the schedule that has the key.
result<timer> add_schedule(cell&, const schedule_plan&, envelope* message);
/// The same without an envelope, for a message that is no more than these bytes, once and without a
/// key: it gets its envelope when it is due.
result<timer> add_small_schedule(cell&, const schedule_plan&, const message_ops&,
                                 std::uint64_t bytes);
/// False: there is none. Afterwards it is not delivered.
bool cancel_schedule(cell&, const timer&) noexcept;
bool cancel_schedule(cell&, std::string_view key) noexcept;
/// Zero ends it. `told` is the table of `idle`.
result<unit> set_receive_timeout(cell&, duration, const message_ops& told);

} // namespace detail
} // namespace akt::inline v0
