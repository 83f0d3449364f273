// SPDX-License-Identifier: Apache-2.0
//
// The turn of an actor: what it handles, when it parks, goes idle or ends. The message path.
#include "akt/actor/offload.hpp"
#include "akt/actor/reply.hpp"

#include "end_of_life.hpp"
#include "system_core.hpp"

namespace akt::inline v0::detail {
namespace {

/// A handler, a constructor or a callback threw: its message fails, its actor ends.
void handler_threw(turn_context& turn) noexcept {
  error why = error_of_current_exception();
  if (envelope* e = std::exchange(turn.current, nullptr)) {
    --turn.handled;
    end_unhandled(*turn.home, e, fate::failed, &why);
  }
  log_failure(turn, why);
  turn.stop_asked = 1;
  turn.reason = stop_reason::failed;
}

/// The parked handler's frame is done: answers its message. Throws what the handler threw, with
/// the message in turn.current.
void finish_frame(turn_context& turn, promise_base& frame) {
  if (frame.exception) {
    std::exception_ptr thrown = std::move(frame.exception);
    turn.current = frame.message;
    frame.self.destroy();
    std::rethrow_exception(thrown);
  }
  frame.finish(frame, turn);
}

[[gnu::always_inline]] inline void resume_waiting_here(turn_context& turn) {
  while (turn.next) std::exchange(turn.next, {}).resume();
  promise_base* frame = turn.self->frame;
  if (!frame || !frame->self.done()) return;
  turn.self->frame = nullptr;
  turn.park_asked = 0;
  ++turn.handled;
  if (__builtin_expect((turn.self->flags & flag_ending) != 0, 0)) turn.stop_asked = stop_at_once;
  finish_frame(turn, *frame);
}

[[gnu::always_inline]] inline void handle_reply(turn_context& turn, envelope& e) {
  cell& c = *turn.self;
  sender& home = *turn.home;
  if (e.generation == turn.generation && c.rare) {
    pending* p = c.rare->waits.next;
    if (__builtin_expect(p->sequence != e.ask_sequence(), 0))
      p = c.rare->by_sequence.find(*home.cache, c.rare->waits, e.ask_sequence());
    if (p) {
      p->unlink();
      ++turn.handled;
      const message_ops* ops = e.ops;
      if (p->ops->complete(*p, turn, {&e, errc{}}) == disposition::done)
        free_envelope(home, ops->block_class, &e);
      resume_waiting_here(turn);
      return;
    }
  }
  end_unhandled(home, &e, fate::expired); // the asker no longer waits, or is gone
}

/// Mail for another incarnation. Generation 0 is the end of the system: for whoever lives here.
[[gnu::noinline]] void handle_stale(turn_context& turn, envelope& e) {
  const message_ops* ops = e.ops;
  if (e.generation != 0 || !ops->is_runtime || !ops->invoke)
    return end_unhandled(*turn.home, &e, fate::stopped);
  ++turn.handled;
  (void)ops->invoke(turn.self->object, turn, e);
  free_envelope(*turn.home, ops->block_class, &e);
}

[[gnu::always_inline]] inline void handle_one_system(turn_context& turn, envelope& e) {
  const message_ops* ops = e.ops;
  if (!ops->invoke) return handle_reply(turn, e);
  if (e.generation != turn.generation) return handle_stale(turn, e);
  ++turn.handled;
  try {
    if (ops->invoke(turn.self->object, turn, e) == disposition::kept) return;
  } catch (...) { // from a handler that it has resumed
    free_envelope(*turn.home, ops->block_class, &e);
    throw;
  }
  free_envelope(*turn.home, ops->block_class, &e);
}

/// Ends the actor, or lets a handler that has asked for the end, and waits, come to its own.
[[gnu::noinline]] void end_or_wait(turn_context& turn) noexcept {
  if (turn.stop_asked != stop_behind_handler || !turn.self->frame) return end_actor(turn);
  turn.stop_asked = 0;
  turn.self->flags |= flag_ending | flag_draining;
}

/// One system message. A failure ends the actor; the rest is handled all the same, for it may be a
/// reply that somebody owes.
[[gnu::always_inline]] inline void handle_guarded(turn_context& turn, envelope& e) noexcept {
  try {
    handle_one_system(turn, e);
  } catch (...) {
    handler_threw(turn);
  }
  if (__builtin_expect(turn.stop_asked != 0, 0)) end_or_wait(turn);
}

[[gnu::noinline]] void handle_system_list(turn_context& turn, mail_link* list) noexcept {
  while (list) {
    mail_link* m = list;
    list = m->next.get();
    handle_guarded(turn, *as_envelope(m));
  }
}

/// System mail: first what was handed over with the batch, then the system word's.
/// (turn.running is relaxed here and below: for the monitor, it publishes nothing.)
[[gnu::always_inline]] inline void handle_system_mail_here(cell& c, turn_context& turn) noexcept {
  turn.current = nullptr;
  turn.running.store(nullptr, sync::relaxed);
  while (std::uint32_t n = c.batch.system_count.get()) {
    c.batch.system_count.set(n - 1);
    mail_link* m = c.batch.first.get();
    c.batch.first.set(m->next.get());
    handle_guarded(turn, *as_envelope(m));
  }
  if (c.words.has_system_mail()) handle_system_list(turn, reversed(c.words.take_system_mail()));
}
[[gnu::noinline]] void handle_system_mail(cell& c, turn_context& turn) noexcept {
  handle_system_mail_here(c, turn);
}

/// The first turn of an actor: makes the object and signals `started`.
[[gnu::noinline]] void be_born(cell& c, turn_context& turn) noexcept {
  turn.current = nullptr;
  turn.running.store(nullptr, sync::relaxed);
  if (!turn.system->accepts_actors() && !is_callback_actor(c)) { // came while the system stopped
    turn.stop_asked = 1;
    return end_actor(turn);
  }
  c.flags = (c.flags & ~std::uint32_t(flag_unborn)) | flag_hollow;
  try {
    c.start(c, &turn);
  } catch (...) {
    handler_threw(turn);
  }
  if (turn.stop_asked) end_or_wait(turn);
}

/// Gives a parked actor up. `again`: system mail came while it did, and the actor is the caller's;
/// others may have owned it meanwhile, so that only a new turn, which knows nothing, may go on.
[[gnu::always_inline]] inline turn_end park(cell& c, turn_context& turn) noexcept {
  c.flags |= flag_parked;
  if (__builtin_expect((c.flags & flag_draining) != 0, 0)) limit_drain(turn);
  return c.words.park() == mailbox::tag_state::asleep ? turn_end::asleep : turn_end::again;
}

/// What the start of a turn finds beside user mail. True: the actor stays parked.
[[gnu::always_inline]] inline bool prepare(cell& c, turn_context& turn) noexcept {
  turn.park_asked = (c.flags & flag_parked) ? 1 : 0;
  if (__builtin_expect((c.flags & flag_unborn) != 0, 0)) be_born(c, turn);
  handle_system_mail_here(c, turn);
  if (turn.park_asked) return true;
  c.flags &= ~std::uint32_t(flag_parked);
  return false;
}

/// Every so many messages: system mail, and whether the turn has lasted long enough. The batch in
/// hand is put away. `asleep` means: go on.
enum class check : std::uint8_t { go_on, parked, over };
[[gnu::noinline]] check look_up(cell& c, const turn_limits& limits, turn_context& turn,
                                std::uint64_t handled_before, std::uint64_t& began) noexcept {
  turn.current = nullptr;
  // attention is relaxed, here and in handle_mail(): a hint of the monitor; missed, it comes again.
  bool long_lasting = turn.attention.load(sync::relaxed);
  turn.attention.store(false, sync::relaxed);
  if (c.words.has_system_mail()) {
    handle_system_mail(c, turn);
    if (turn.park_asked) return check::parked;
  }
  if (long_lasting || (limits.messages && turn.handled - handled_before >= limits.messages))
    return check::over;
  if (!limits.ticks) return check::go_on;
  std::uint64_t now = sync::ticks();
  if (began == 0) began = now;
  return now - began > limits.ticks ? check::over : check::go_on;
}

/// User mail until there is none, or the turn is over. Between messages the batch in hand is in the
/// cell, so that nothing is lost when a handler throws.
[[gnu::always_inline]] inline turn_end handle_mail(cell& c, const turn_limits& limits,
                                                   turn_context& turn) {
  mail_link* list = c.batch.first.get();
  std::uint32_t until_check = limits.messages_between_checks;
  const std::uint64_t handled_before = turn.handled;
  std::uint64_t began = 0;
  // A turn is the batch in hand and one take of the mailbox: with a handed-over message as a turn
  // of its own, fan-in would requeue per message.
  bool taken = false;
  for (;;) {
    if (!list) {
      if (!c.words.has_user_mail()) {
        switch (c.words.go_idle()) {
        [[likely]] case mailbox::tag_state::asleep:
          return turn_end::asleep;
        case mailbox::tag_state::system_mail:
          return turn_end::again; // as in park()
        case mailbox::tag_state::user_mail:
          break;
        }
      }
      if (taken) return turn_end::again;
      taken = true;
      mail_link* newest = c.words.take_user_mail();
      list = newest->next.get() ? reversed(newest) : newest;
      // What was told behind a stop(akt::now) by the same thread is not handled.
      if (__builtin_expect(c.words.has_system_mail(), 0)) {
        c.batch.first.set(list);
        handle_system_mail(c, turn);
        if (turn.park_asked) return park(c, turn);
        list = c.batch.first.get();
        if (!list) continue;
      }
    }
    envelope* e = as_envelope(list);
    list = list->next.get();
    __builtin_prefetch(list);
    c.batch.first.set(list);
    if (__builtin_expect(e->generation == turn.generation, 1)) {
      const message_ops* ops = e->ops;
      turn.current = e;
      turn.running.store(ops, sync::relaxed);
      ++turn.handled;
      if (ops->invoke(c.object, turn, *e) == disposition::done)
        free_envelope(*turn.home, ops->block_class, e);
    } else {
      handle_stale(turn, *e);
    }
    if (__builtin_expect(turn.interrupted(), 0)) {
      turn.current = nullptr;
      if (turn.stop_asked) {
        end_or_wait(turn); // and go on: what waits is dead, then the cell is idle and vacant
        taken = false;
      }
      if (turn.park_asked) return park(c, turn);
      list = c.batch.first.get();
    }
    if (__builtin_expect(--until_check == 0 || turn.attention.load(sync::relaxed), 0)) {
      switch (look_up(c, limits, turn, handled_before, began)) {
      case check::go_on:
        until_check = limits.until_check(turn.handled - handled_before);
        break;
      case check::parked:
        return park(c, turn);
      case check::over:
        return turn_end::again;
      }
      list = c.batch.first.get();
    }
  }
}

} // namespace

error error_of_current_exception() noexcept {
  try {
    throw;
  } catch (const std::exception& e) {
    const char* text = e.what();
    return error(errc::failed, text ? text : "exception without a text");
  } catch (...) {
    return error(errc::failed, "exception of an unknown type");
  }
}

void run_trampoline(turn_context& turn) noexcept {
  while (turn.next) std::exchange(turn.next, {}).resume();
}

void resume_waiting(turn_context& turn) { resume_waiting_here(turn); }

disposition start_task(turn_context& turn, envelope& e, promise_base* frame,
                       void (*finish)(promise_base&, turn_context&)) {
  if (!frame) {
    turn.current = nullptr;
    turn.frame_refused = true;
    --turn.handled;
    end_unhandled(*turn.home, &e, fate::over_budget);
    return disposition::kept;
  }
  frame->message = &e;
  frame->finish = finish;
  turn.next = frame->self;
  run_trampoline(turn);
  if (frame->self.done()) {
    finish_frame(turn, *frame);
  } else {
    AKT_ASSERT(!turn.self->frame);
    turn.self->frame = frame;
    turn.park_asked = 1;
    --turn.handled; // it still is on its way
  }
  return disposition::kept;
}

void run_signal(cell& c, turn_context& turn, const message_ops& ops) {
  void* block = turn.home->cache->get(ops.block_class);
  if (!block) throw_bad_result(error(errc::over_budget));
  envelope* e = ::new (block) envelope;
  e->ops = &ops;
  e->generation = turn.generation;
  e->ext = envelope::tell_ext;
  turn.home->counters.sent.add(1);
  turn.current = e;
  turn.frame_refused = false;
  ++turn.handled;
  if (ops.invoke(c.object, turn, *e) == disposition::done)
    free_envelope(*turn.home, ops.block_class, e);
  turn.current = nullptr;
  if (turn.frame_refused) throw_bad_result(error(errc::over_budget)); // it has not started
}

turn_end run_turn(cell& c, const turn_limits& limits, turn_context& turn) noexcept {
  turn.self = &c;
  turn.generation = c.generation();
  turn.stop_asked = turn.park_asked = 0;
  turn_end end;
  // Also without system mail: a sender that pushed can take the tag late, after its message was
  // handled and the actor has parked again.
  if (__builtin_expect(((c.flags & (flag_unborn | flag_parked)) | c.batch.system_count.get()) !=
                               0 ||
                           c.words.has_system_mail(),
                       0) &&
      prepare(c, turn)) {
    end = park(c, turn);
  } else {
    for (;;) {
      try {
        end = handle_mail(c, limits, turn);
        break;
      } catch (...) { // what throws ends its actor, then the rest of its mail is dead
        handler_threw(turn);
        end_actor(turn);
      }
    }
  }
  turn.home->handled_in_turns.store(turn.handled, sync::release); // pairs with fates()
  return end;
}

} // namespace akt::inline v0::detail
