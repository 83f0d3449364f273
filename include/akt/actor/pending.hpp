// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/turn.hpp"
#include "akt/core/clock.hpp"

#include <source_location>

namespace akt::inline v0::detail {

/// How a pending operation ended: with a reply (a value or an error in its payload), or without.
struct outcome {
  envelope* reply = nullptr; ///< null: there is none
  errc error{};              ///< why there is no reply
};

struct pending;

enum class wait_kind : std::uint8_t { ask, sleep, offload, callback };

/// What a wait is for, as it says of itself.
struct wait_note {
  wait_kind kind{};
  std::uint64_t where = 0; ///< who was asked
  std::uint64_t what = 0;
  duration timeout{0}; ///< from its start to its deadline; negative: the system's ask_timeout
  bool any = false;    ///< one of several, the first of which ends the wait
  const promise_base* frame = nullptr; ///< of an ask: what waits
  std::source_location at{};           ///< of the co_await
};

/// What happens to a wait. Static tables, one per kind.
struct pending_ops {
  /// Called once, unlinked. May make the trampoline resume the waiting frame. `done`: the reply's
  /// payload was moved out and destroyed, the caller frees the envelope; `kept`: it is the wait's.
  disposition (*complete)(pending&, turn_context&, outcome);
  /// For what has a block of its own: frees it without completing. Null for frames.
  void (*discard)(pending&, turn_context&) noexcept;
  /// Of what a handler waits for; null: nobody is parked for it. Its turn.
  void (*describe)(const pending&, wait_note&) noexcept = nullptr;
  std::string_view asks{}; ///< name of the message that was asked; empty: none
  /// Of an ask: who was asked. Null for others.
  any_ref (*asked)(const pending&) noexcept = nullptr;
};

/// Something that an actor waits for: an ask, a sleep, an offloaded call. Part of the waiting
/// frame, or a block of its own for callbacks; linked into its cell in the order of deadlines.
/// Belongs to the actor's turn.
struct pending {
  const pending_ops* ops;
  pending* prev; // the three have values while linked
  pending* next;
  pending* same_slot;          // the next one of its slot of wait_index, while it is in one
  pending** indexed = nullptr; ///< what points to it there; null: it is in none
  instant deadline;
  std::uint32_t sequence = 0; ///< 0: not linked

  explicit pending(const pending_ops* o) noexcept : ops(o) {}
  pending(const pending&) = delete;
  pending& operator=(const pending&) = delete;

  bool linked() const noexcept { return sequence != 0; }
  void unlink() noexcept {
    prev->next = next;
    next->prev = prev;
    sequence = 0;
    if (__builtin_expect(indexed != nullptr, 0)) leave_index();
  }
  void leave_index() noexcept;
};

/// Gives `p` the next sequence number of the actor and its place among the deadlines, and arms the
/// actor's timer if need be. False: memory refused, nothing was linked. Current turn.
bool add_pending(turn_context&, pending& p, duration timeout) noexcept;

/// What an answer to `p` carries: {this cell, sequence}.
inline std::uint64_t answer_ext(const turn_context& turn, const pending& p) noexcept {
  return envelope::ask_ext(turn.self->index, p.sequence);
}

/// The actor's turn that runs on this thread, or null.
inline turn_context* current_turn() noexcept { return this_thread().turn; }

/// A failure has come to the handler that awaited `p` there: notes the step, unless it is a
/// refusal. Its turn.
void add_ask_step(error&, const pending& p, std::source_location) noexcept;
/// The same of one without a reply.
error refused_ask(errc, const pending& p, std::source_location) noexcept;

/// The deadline of an ask without within(): the system's option.
duration default_ask_timeout(system_core&) noexcept;

} // namespace akt::inline v0::detail
