// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/envelope.hpp"

namespace akt::inline v0::detail {

struct promise_base;

/// One per actor class, static.
struct actor_type {
  std::string_view name;
  std::uint64_t type_id;           ///< hash of the wire name; two classes may share it
  const char* class_token;         ///< &class_token<A>: of one class alone
  void (*destroy)(void*) noexcept; ///< null where trivial
  /// Finds the table of a message that may arrive over a link; null: not in `messages`.
  const message_ops* (*find_message)(std::uint64_t type_id) noexcept;
  bool has_messages; ///< other nodes may find it by name
  /// Signals `stopping`; null: no handler.
  void (*stopping)(cell&, turn_context&) = nullptr;
  /// What its handler of child_failed decides; null: no handler. Throws what that throws.
  directive (*child_failed)(cell&, const child_failed&) = nullptr;
};

/// What a cell is beside its words. Bits of cell::flags; all zero on the fast path.
enum cell_flag : std::uint32_t {
  flag_unborn = 1,       ///< the block holds what makes the object; `start` does on the first turn
  flag_hollow = 2,       ///< the block holds nothing: vacant, being made, or making it failed
  flag_parked = 4,       ///< a handler waits; user mail is gated
  flag_draining = 8,     ///< stop() was asked: a handler that is parked has a deadline
  flag_ending = 16,      ///< the end comes behind the handler that waits
  flag_suspended = 32,   ///< frozen by suspend(), or until a supervisor decides
  flag_restarting = 64,  ///< failed, waits for its children's end or its time to start anew
  flag_closing = 128,    ///< ends, and waits for its children's end
  flag_behaving = 256,   ///< handles by a behavior: see become()
  flag_signals = 512,    ///< signals wait behind the handler that waits
  flag_stop_told = 1024, ///< `stopping` was signalled
  flag_popped = 2048,    ///< a behavior was popped while its handler ran
  flag_noting = 4096,    ///< notes when it takes up user mail: see receive_timeout()
  flag_ends_failed = 8192, ///< ends with the reason `failed`, but not at once
  flag_unstashed = 16384,  ///< mail that was unstashed is in front of the rest
  flag_given_up = 32768,   ///< asks in its mailbox may have been given up
  /// User mail takes the way of handle_by_behavior().
  flag_attentive = flag_behaving | flag_noting | flag_unstashed | flag_given_up,
  /// User mail waits while any of these is set.
  flag_gates = flag_parked | flag_suspended | flag_restarting | flag_closing,
};

/// An actor's fixed address: 128 bytes, type-stable, reused, never unmapped while the system lives.
///
/// Line 1 is what senders touch; its owner touches it only at the start and the end of a turn and
/// when it takes mail. Line 2 belongs to the owner: whoever took a tag away (see mailbox).
/// A vacant cell (no object) stays schedulable: its turn answers stale mail with `stopped`.
struct alignas(64) cell {
  /// Makes the object from what its block holds. Without a turn: destroys what the block holds.
  using start_function = void (*)(cell&, turn_context*);

  mailbox words;
  system_core* system = nullptr;              // constant
  sync::atomic<std::uint32_t> generation_{1}; // of the occupant; grows at its end
  std::uint32_t index = 0;                    // constant: the cell's number in its system
  std::uint32_t ask_sequence = 1; // odd; never reset: a late reply cannot match the next occupant
  sync::plain<std::uint32_t> free_next{0}; // index of the next vacant cell
  promise_base* frame = nullptr;           // of the parked handler
  identity* who = nullptr; // name, family, supervision; changes under its lock: see family.hpp
  void* unused = nullptr;  // fills the line that senders touch

  batch_in_hand batch;
  sync::atomic<const actor_type*> type_{nullptr}; // null: vacant
  void* object = nullptr;
  rare_parts* rare = nullptr; // allocated on first use
  cell* run_next = nullptr;   // in the global run queue
  sync::plain<std::uint32_t> flags{flag_hollow};
  std::uint32_t object_bytes = 0; // of the object's block
  union {
    start_function start;            // while unborn
    alignas(8) std::byte context[8]; // then: the actor's context<A>
  };

  cell() noexcept : start(nullptr) {}

  /// Owner: the occupant's. Relaxed: only owners write, and taking the tag has shown them what was
  /// written; for others a hint.
  std::uint32_t generation() const noexcept { return generation_.load(sync::relaxed); }
  const actor_type* type() const noexcept { return type_.load(sync::relaxed); }

  /// Anybody: the type of the occupant of that generation, or null: it has ended.
  const actor_type* type_of(std::uint32_t wanted) const noexcept {
    // The type between two looks at the generation: the first shows no predecessor's, the second
    // no successor's. All pair with the stores in vacate(), the type also with that in occupy().
    if (generation_.load(sync::acquire) != wanted && !AKT_MUTANT(44)) return nullptr;
    const actor_type* t = type_.load(sync::acquire);
    const bool lives = generation_.load(sync::acquire) == wanted;
    return lives || AKT_MUTANT(37) ? t : nullptr;
  }
};

static_assert(AKT_MODEL || sizeof(cell) == 128);
static_assert(AKT_MODEL || offsetof(cell, batch) == 64);

} // namespace akt::inline v0::detail
