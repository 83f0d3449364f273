// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/cell.hpp"
#include "akt/core/error.hpp"
#include "akt/core/fate.hpp"

#include <bit>
#include <coroutine>
#include <cstring>
#include <source_location>

namespace akt::inline v0 {

enum class stop_reason : std::uint8_t;

}

namespace akt::inline v0::detail {

/// Messages sent and how they ended, as one thread saw it. One writer, any number of readers.
struct fate_counters {
  sync::counter sent;
  sync::counter fates[fate_count];
  sync::counter own_unhandled; ///< the runtime's among the `stopped` and the `cancelled`

  [[gnu::always_inline]] void ended(fate f, std::uint64_t n = 1) noexcept {
    fates[static_cast<std::size_t>(f)].add(n);
  }
};

/// Who puts messages on their way in one system: a worker, or a thread outside of it.
/// Bound to its thread.
struct sender {
  system_core* system = nullptr;
  block_cache* cache = nullptr;
  worker* self = nullptr;         ///< null outside
  vacant_cells* vacant = nullptr; ///< stock for spawning
  fate_counters counters;
  /// Messages that turns here have handled, beside what `counters` says.
  sync::atomic<std::uint64_t> handled_in_turns{0};
  sync::counter spawned, ended; ///< actors
};

/// The cell of a turn, which its thread writes and the monitor may look at. Thread-safe for loads.
/// cell_ is relaxed: it says who runs and publishes nothing of it.
class published_cell {
public:
  published_cell& operator=(cell* c) noexcept {
    cell_.store(c, sync::relaxed);
    return *this;
  }
  operator cell*() const noexcept { return cell_.load(sync::relaxed); }
  cell* operator->() const noexcept { return cell_.load(sync::relaxed); }

private:
  sync::atomic<cell*> cell_{nullptr};
};

/// What std::source_location holds, as a scalar: g++ would keep an object of that class in the
/// frame of each co_await.
using co_await_place = const void*;
inline std::source_location source_location_of(co_await_place p) noexcept {
  static_assert(sizeof(std::source_location) == sizeof p); // as in libstdc++
  return std::bit_cast<std::source_location>(p);
}

/// What a turn is asked to attend to before its next message. Bits of turn_context::stop_asked.
enum stop_request : std::uint32_t {
  stop_at_once = 1,        ///< the actor ends, also a handler that waits
  stop_behind_handler = 2, ///< the actor ends, a handler that waits is finished first
  stop_failed = 4,         ///< a handler threw: the supervisor decides
  stop_look_again = 8      ///< what the turn knows of its cell is old: the batch, the behavior
};

/// The turn of one actor on one thread. What a turn reads per message lives here and not in the
/// cell, whose first line other cores keep pulling away.
struct turn_context {
  sender* home;
  system_core* system;
  published_cell self;
  envelope* current = nullptr; ///< being handled: its payload is alive if the handler throws
  std::uint64_t handled = 0;   ///< messages so far, of all turns here
  /// For the monitor, which looks from another thread: what is handled just now. Relaxed: the
  /// tables it points to are constants.
  sync::atomic<const message_ops*> running{nullptr};
  std::uint32_t generation = 0;
  failure* failed = nullptr;  ///< with stop_failed; owned
  stop_reason reason{};       ///< of the end, should it come
  bool ending = false;        ///< the object is being destroyed
  bool calls_back = false;    ///< a callback runs, no handler
  bool frame_refused = false; ///< a handler's frame could not be had
  alignas(8) std::uint32_t stop_asked =
      0;                   ///< stop_request bits, attended to before the next message
  std::uint32_t gates = 0; ///< flag_gates bits: no user mail until all are open
  /// Set by the monitor: the turn lasts for long, look up behind this message. Relaxed: a hint.
  sync::atomic<bool> attention{false};
  promise_base* next = nullptr; ///< whose frame the trampoline resumes next

  /// Something to attend to, or gated: one look for both.
  [[gnu::always_inline]] bool interrupted() const noexcept {
    std::uint64_t both;
    std::memcpy(&both, &stop_asked, sizeof both);
    return both != 0;
  }
};
static_assert(offsetof(turn_context, gates) == offsetof(turn_context, stop_asked) + 4);

/// What this thread does just now.
struct thread_state {
  turn_context* turn;           ///< null off a turn
  system_core* system;          ///< of that turn
  sender* home;                 ///< of that turn
  sender* outside;              ///< the last one used here
  std::uint64_t outside_system; ///< serial number of its system, never reused

  void enter(turn_context* t) noexcept {
    turn = t;
    system = t ? t->system : nullptr;
    home = t ? t->home : nullptr;
  }
};

[[gnu::always_inline]] inline thread_state& this_thread() noexcept {
  return sync::per_thread<thread_state, thread_state>::get();
}

/// The sender of this thread for a system it is not on a turn of; null for null.
sender* outside_sender(system_core*) noexcept;

/// Null for the system of a reference that has outlived it.

[[gnu::always_inline]] inline sender* sender_to(system_core* system) noexcept {
  thread_state& here = this_thread();
  return __builtin_expect(here.system == system, 1) ? here.home : outside_sender(system);
}

/// The system that a reference belongs to; null for a null reference, and for one that has outlived
/// its system.
system_core* system_of(std::uint64_t where) noexcept;

/// The sender for a reference without a cell of this process; null for a null reference.
sender* sender_to_tagged(std::uint64_t where) noexcept;

/// Puts a filled envelope on its way to whatever `where` names. It was not counted yet.
void send(sender&, std::uint64_t where, std::uint64_t what, envelope*) noexcept;

/// The same for messages to one actor that are linked newest to oldest.
void send_batch(sender&, std::uint64_t where, std::uint64_t what, mail_link* newest,
                mail_link* oldest, std::uint64_t count) noexcept;

/// The same to a cell.
void deliver(sender&, cell&, envelope*) noexcept;

/// Runtime traffic through the system word.
void deliver_system(sender&, cell&, envelope*) noexcept;

/// Why a message for `where` got no envelope: memory refused, the system has stopped, or the
/// reference is null.
fate refusal_of(std::uint64_t where) noexcept;

/// Counts such a message and tells dead-letter subscribers.
void refused(std::uint64_t where, const message_ops&) noexcept;
void refused(system_core&, const message_ops&, fate) noexcept;

/// Ends a message unhandled: counts it, answers its asker, tells dead-letter subscribers, frees it.
void end_unhandled(sender&, envelope*, fate, const error* why = nullptr) noexcept;

/// Sends home what now lies in the payload; `ops` is the reply's table already.
void send_reply(sender&, envelope*) noexcept;

/// Sends an error home in an envelope whose payload is gone.
void send_error(sender&, envelope*, error) noexcept;

/// Of the runtime's own traffic while the pools are dry: class block_classes.
void free_heap_envelope(envelope* e) noexcept;

[[gnu::always_inline]] inline void free_envelope(sender& s, std::uint32_t block_class,
                                                 envelope* e) noexcept {
  if (__builtin_expect(block_class == 0, 1))
    s.cache->put(0, e);
  else if (block_class < block_classes)
    s.cache->put(block_class, e);
  else
    free_heap_envelope(e);
}

/// Runs `turn.next` and whatever it hands over to, until nothing is left to resume.
void run_trampoline(turn_context&) noexcept;

} // namespace akt::inline v0::detail
