// SPDX-License-Identifier: Apache-2.0
//
// The turn of an actor: what its messages do on the way of turn_loop. The message path.
#include "akt/actor/offload.hpp"
#include "akt/actor/reply.hpp"

#include "conduct.hpp"
#include "end_of_life.hpp"
#include "interleaved.hpp"
#include "planted.hpp"
#include "schedules.hpp"
#include "supervision.hpp"
#include "system_core.hpp"
#include "taking_over.hpp"

namespace akt::inline v0::detail {

constinit const message_ops taking_over = [] {
  message_ops ops{};
  ops.name = "a long mailbox in order";
  return ops;
}();

// A handler, a constructor or a callback threw.
void handler_threw(turn_context& turn) noexcept {
  error why = error_of_current_exception();
  envelope* e = std::exchange(turn.current, nullptr);
  add_failing_step(turn, why, e);
  log_failure(turn, why);
  if (e && e->generation == envelope::counted) {
    free_counted(*turn.home, *e);
  } else if (e) {
    --turn.handled;
    if (AKT_PLANTED(7)) e->ext = envelope::tell_ext;
    end_unhandled(*turn.home, e, fate::failed, &why);
  }
  if (!turn.failed) turn.failed = new failure{std::move(why), std::current_exception()};
  turn.stop_asked |= stop_failed;
}

void finish_frame(turn_context& turn, promise_base& frame) {
  if (frame.exception) {
    std::exception_ptr thrown = std::move(frame.exception);
    turn.current = frame.message;
    frame.self.destroy();
    std::rethrow_exception(thrown);
  }
  frame.finish(frame, turn);
}

namespace {

[[gnu::always_inline]] inline void resume_waiting_here(turn_context& turn) {
  promise_base* frame = turn.self->frame;
  if (__builtin_expect(!frame, 0)) return resume_interleaved(turn);
  while (turn.next) std::exchange(turn.next, nullptr)->self.resume();
  if (!frame->self.done()) return;
  turn.self->frame = nullptr;
  turn.gates &= ~std::uint32_t(flag_parked);
  ++turn.handled;
  const std::uint32_t flags = turn.self->flags.get();
  if (__builtin_expect((flags & (flag_ending | flag_popped)) != 0, 0))
    turn.stop_asked |= (flags & flag_ending) ? stop_behind_handler | stop_look_again
                                             : std::uint32_t(stop_look_again);
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

/// What a failure leads to: stop bits if the actor ends. One that ends anyway ends as failed.
std::uint32_t decide(turn_context& turn, std::uint32_t asked) noexcept {
  std::unique_ptr<failure> what(std::exchange(turn.failed, nullptr));
  const bool ends = (asked & (stop_at_once | stop_behind_handler)) != 0 ||
                    (turn.gates & flag_closing) != 0 ||
                    (turn.self->flags.get() & (flag_ending | flag_stop_told)) != 0;
  std::uint32_t bits = stop_at_once;
  if (ends)
    turn.reason = stop_reason::failed;
  else
    bits = supervise(turn, *what);
  if (bits & stop_at_once)
    turn.system->failures.add(ref_of(*turn.self, turn.generation), what->why);
  return bits;
}

/// The actor ends, or fails and goes on as its supervisor says. A handler that has asked for the
/// end, and waits, comes to its own first.
[[gnu::noinline]] void attend(turn_context& turn) noexcept {
  while (std::uint32_t asked = std::exchange(turn.stop_asked, 0)) {
    if (asked & stop_look_again) drop_popped(turn);
    if (asked & stop_failed) asked |= decide(turn, asked);
    if (asked & stop_at_once) return begin_end(turn, false);
    if (!(asked & stop_behind_handler)) continue;
    cell& c = *turn.self;
    if (!has_waiting_handler(c)) return begin_end(turn, true);
    c.flags.set(c.flags.get() | flag_ending | flag_draining);
    turn.gates |= flag_parked;
  }
}

/// The first turn of an actor: makes the object and signals `started`.
[[gnu::noinline]] void be_born(cell& c, turn_context& turn) noexcept {
  turn.current = nullptr;
  turn.running.store(nullptr, sync::relaxed);
  if (!turn.system->accepts_actors() && !is_callback_actor(c)) { // came while the system stopped
    return begin_end(turn, false);
  }
  c.flags.set((c.flags.get() & ~std::uint32_t(flag_unborn)) | flag_hollow);
  try {
    c.start(c, &turn);
  } catch (...) {
    handler_threw(turn);
  }
  if (c.who) c.who->start_failed = turn.failed != nullptr;
  if (c.frame) limit_start(turn);
  if (turn.stop_asked) attend(turn);
}

/// What the messages of actors do on a turn: see turn_loop.
struct actors {
  using turn = turn_context;

  // running is relaxed: for the monitor, it publishes nothing.
  [[gnu::always_inline]] static void handle(cell& c, turn_context& turn, envelope& e) {
    const message_ops* ops = e.ops;
    turn.current = &e;
    turn.running.store(ops, sync::relaxed);
    if (!AKT_PLANTED(4)) ++turn.handled;
    if (ops->invoke(c.object, turn, e) == disposition::done)
      free_envelope(*turn.home, ops->block_class, &e);
  }

  /// By the lambda for messages of the table `named`. False: there is none.
  [[gnu::always_inline]] static bool handle_by(conduct& all, behavior& b, const message_ops* named,
                                               turn_context& turn, envelope& e) {
    for (std::size_t i = 0; i < b.ops->count; ++i) {
      if (b.ops->handlers[i].matches != named) continue;
      const message_ops* ops = e.ops;
      all.running = &b;
      turn.current = &e;
      turn.running.store(ops, sync::relaxed);
      ++turn.handled;
      if (b.ops->handlers[i].invoke(b, turn, e) == disposition::done)
        free_envelope(*turn.home, ops->block_class, &e);
      return true;
    }
    return false;
  }

  [[gnu::noinline]] static void handle_by_behavior(cell& c, turn_context& turn, envelope& e) {
    const std::uint32_t flags = c.flags.get();
    if (__builtin_expect((flags & (flag_noting | flag_unstashed)) != 0, 0)) note(c, turn, e, flags);
    if (__builtin_expect((flags & flag_given_up) != 0, 0) && ends_expired(turn, e)) return;
    if (!(flags & flag_behaving)) return handle(c, turn, e);
    conduct& all = *c.rare->conduct;
    if (!handle_by(all, *all.top, e.ops, turn, e)) handle_beside_lambdas(c, turn, e);
  }

  [[gnu::noinline]] static void note(const cell& c, turn_context& turn, const envelope& e,
                                     std::uint32_t flags) {
    if ((flags & flag_noting) != 0) c.rare->timers->note_mail(turn.system->deadline_base());
    if ((flags & flag_unstashed) != 0) note_taken(turn, e);
  }

  /// What no lambda of the behavior names by its own table.
  [[gnu::noinline]] static void handle_beside_lambdas(cell& c, turn_context& turn, envelope& e) {
    conduct& all = *c.rare->conduct;
    behavior& b = *all.top;
    const message_ops* ops = e.ops;
    all.running = nullptr;
    if (ops->is_runtime) return handle(c, turn, e);
    const message_ops* told = b.ops->told_of_ends;
    const bool of_end = told && (ops == told || ops == told + 1 || // see terminated_table
                                 ops == b.ops->told_by_others);
    if (of_end && ops != told && handle_by(all, b, told, turn, e)) return;
    const schedules* timers = c.rare->timers;
    const bool signal = of_end || (timers && timers->tells(*ops));
    if (b.rest == others::kept || signal) return handle(c, turn, e);
    leave_out(turn, b, e);
  }

  static bool is_reply(const envelope& e) noexcept { return !e.ops->invoke; }
  [[gnu::always_inline]] static void handle_reply(turn_context& turn, envelope& e) {
    detail::handle_reply(turn, e);
  }

  [[gnu::always_inline]] static void handle_runtime(turn_context& turn, envelope& e) {
    const message_ops* ops = e.ops;
    ++turn.handled;
    try {
      if (ops->invoke(turn.self->object, turn, e) == disposition::kept) return;
    } catch (...) { // from a handler that it has resumed
      free_envelope(*turn.home, ops->block_class, &e);
      throw;
    }
    free_envelope(*turn.home, ops->block_class, &e);
  }

  static bool is_for_anybody(const envelope& e) noexcept {
    return e.ops->is_runtime && e.ops->invoke;
  }
  static void handle_for_anybody(turn_context& turn, envelope& e) {
    const message_ops* ops = e.ops;
    ++turn.handled;
    (void)ops->invoke(turn.self->object, turn, e);
    free_envelope(*turn.home, ops->block_class, &e);
  }
  static void answer_stale(turn_context& turn, envelope& e) noexcept {
    end_unhandled(*turn.home, &e, fate::stopped);
  }

  static void be_born(cell& c, turn_context& turn) noexcept { detail::be_born(c, turn); }
  static void signal(cell&, turn_context& turn) noexcept {
    handle_signals(turn);
    if (turn.stop_asked) detail::attend(turn);
  }
  static void attend(turn_context& turn) noexcept { detail::attend(turn); }
  static void threw(turn_context& turn) noexcept { handler_threw(turn); }
  static void limit_drain(turn_context& turn) noexcept { detail::limit_drain(turn); }
  static void takes_over(turn_context& turn) noexcept {
    turn.running.store(&taking_over, sync::relaxed); // for the monitor, it publishes nothing
  }
};

} // namespace

error error_of_current_exception() noexcept {
  try {
    throw;
  } catch (const bad_result& e) {
    error why(errc::failed, e.what());
    why.take_trace_of(e.error());
    return why;
  } catch (const std::exception& e) {
    const char* text = e.what();
    return error(errc::failed, text ? text : "exception without a text");
  } catch (...) {
    return error(errc::failed, "exception of an unknown type");
  }
}

void handle_user_mail(turn_context& turn, envelope& e) {
  cell& c = *turn.self;
  if ((c.flags.get() & flag_attentive) != 0)
    actors::handle_by_behavior(c, turn, e);
  else
    actors::handle(c, turn, e);
}

void run_trampoline(turn_context& turn) noexcept {
  while (turn.next) std::exchange(turn.next, nullptr)->self.resume();
}

void resume_waiting(turn_context& turn) { resume_waiting_here(turn); }

disposition refuse_frame(turn_context& turn, envelope& e) noexcept {
  turn.current = nullptr;
  turn.frame_refused = true;
  --turn.handled;
  end_unhandled(*turn.home, &e, fate::over_budget);
  return disposition::kept;
}

disposition start_task(turn_context& turn, envelope& e, promise_base* frame,
                       void (*finish)(promise_base&, turn_context&)) {
  if (!frame) return refuse_frame(turn, e);
  frame->message = &e;
  frame->finish = finish;
  turn.next = frame;
  run_trampoline(turn);
  if (frame->self.done()) {
    finish_frame(turn, *frame);
  } else {
    AKT_ASSERT(!turn.self->frame);
    turn.self->frame = frame;
    turn.gates |= flag_parked;
    if (!AKT_PLANTED(5)) --turn.handled; // it still is on its way
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
  turn_end end = turn_loop<actors>::run(c, limits, turn);
  turn.home->handled_in_turns.store(turn.handled, sync::release); // pairs with fates()
  return end;
}

} // namespace akt::inline v0::detail
