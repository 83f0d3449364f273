// SPDX-License-Identifier: Apache-2.0
#include "end_of_life.hpp"

#include "akt/actor/offload.hpp"
#include "akt/actor/reply.hpp"

#include "cell_life.hpp"
#include "conduct.hpp"
#include "family.hpp"
#include "interleaved.hpp"
#include "life_queries.hpp"
#include "links.hpp"
#include "planted.hpp"
#include "schedules.hpp"
#include "system_core.hpp"

namespace akt::inline v0::detail {
namespace {

/// Destroys a frame and the tasks that it waits for, innermost first: a task may refer to what lies
/// in the frame that awaits it. Without recursion, so that they may nest deeply.
void destroy_tasks(promise_base& outermost) noexcept {
  promise_base* p = &outermost;
  while (p->awaits) p = p->awaits->promise;
  while (p != &outermost) {
    promise_base* parent = p->awaited_by;
    parent->awaits->promise = nullptr;
    p->self.destroy();
    p = parent;
  }
  outermost.self.destroy();
}

void destroy_handler(turn_context& turn, promise_base& frame) noexcept {
  envelope* e = frame.message;
  destroy_tasks(frame);
  if (e->generation != envelope::counted) return end_unhandled(*turn.home, e, fate::cancelled);
  ++turn.handled; // its handler, which has not come to its end
  free_counted(*turn.home, *e);
}

/// A callback that was given outside of a turn hears of the end.
void call_back_stopped(turn_context& turn, pending& p) noexcept {
  try {
    p.ops->complete(p, turn, {nullptr, errc::stopped});
  } catch (...) {
    log_failure(turn, error_of_current_exception());
  }
}

void forget_waits(turn_context& turn, rare_parts& rare) noexcept {
  pending& head = rare.waits;
  while (head.next != &head) {
    pending& p = *head.next;
    p.unlink();
    if (is_callback_actor(*turn.self))
      call_back_stopped(turn, p);
    else if (p.ops->discard)
      p.ops->discard(p, turn);
  }
}

void drop_list(turn_context& turn, mail_link* list) noexcept {
  while (list) {
    envelope* e = as_envelope(list);
    list = list->next.get();
    end_unhandled(*turn.home, e, fate::stopped);
  }
}

/// The dead letters: of the batch in hand, where system mail keeps its place, and of what has come
/// since, so that whoever has asked for the end by now hears the reason.
void drop_mail(turn_context& turn) noexcept {
  batch_in_hand& batch = turn.self->batch;
  mail_link* list = batch.first.get();
  mail_link* last_system = nullptr;
  for (std::uint32_t i = batch.system_count.get(); i > 0; --i) {
    last_system = list;
    list = list->next.get();
  }
  if (last_system)
    last_system->next.set(nullptr);
  else
    batch.first.set(nullptr);
  drop_list(turn, list);
  mailbox& words = turn.self->words;
  if (words.has_user_mail()) drop_list(turn, reversed(words.take_user_mail()));
}

void tell_the_others(turn_context& turn, rare_parts& rare, terminated&& news) noexcept {
  if (rare.timer.cell.get()) turn.system->timers.cancel(rare.timer); // it has been armed
  if (AKT_PLANTED(11)) rare.watchers.clear();
  std::size_t left = rare.watchers.size() + (rare.rarest ? 1 : 0);
  rare.watchers.for_each([&](const watcher& w) {
    tell_terminated(*turn.home, w.actor, w.told, --left > 0 ? news : std::move(news));
  });
  rare.watched.for_each([&](any_ref watched) { unwatch_from(*turn.home, news.actor, watched); });
  end_links(turn, rare, news);
}

/// Nothing is made from it any more.
void drop_kept(turn_context& turn, identity& who) noexcept {
  if (!who.kept) return;
  who.remake->destroy(who.kept);
  turn.home->cache->put_bytes(who.remake->kept_bytes, std::exchange(who.kept, nullptr));
}

void end_actor(turn_context& turn) noexcept {
  cell& c = *turn.self;
  turn.ending = true;
  if (c.flags.get() & flag_ends_failed) turn.reason = stop_reason::failed;
  forget_handlers(turn, fate::stopped);
  turn.gates = 0;
  drop_mail(turn);
  destroy_object(turn);
  turn.home->cache->put_bytes(c.object_bytes, std::exchange(c.object, nullptr));
  terminated news{{}, turn.reason, ref_of(c, turn.generation)};
  if (c.rare && (c.rare->rarest || !c.rare->watchers.empty())) news.path = turn.system->path_of(c);
  if (c.who) {
    drop_kept(turn, *c.who);
    if (!c.who->name.view().empty()) turn.system->names.release(*c.who);
  }
  if (c.rare) {
    answer_end_questions(turn, *c.rare);
    release_conduct(turn);
    end_schedules(turn);
    forget_waits(turn, *c.rare); // asked by destructors
    tell_the_others(turn, *c.rare, std::move(news));
    c.rare->by_sequence.release(*turn.home->cache);
    c.rare->~rare_parts();
    turn.home->cache->put_bytes(sizeof(rare_parts), std::exchange(c.rare, nullptr));
  }
  turn.ending = false;
  turn.stop_asked = 0; // also if a callback or a destructor has asked again, or has failed
  delete std::exchange(turn.failed, nullptr);
  turn.reason = stop_reason::stopped;
  const std::uint32_t ended = turn.generation;
  vacate(c, turn, turn.system->cells, *turn.home->vacant);
  if (c.who) leave_family(turn); // behind it: else the actor would live for a moment without a name
  if (turn.system->remote) turn.system->remote->actor_ended(c.index, ended);
  if (!AKT_PLANTED(12)) turn.home->ended.add(1);
}

/// What has failed ends anyway: nobody decides, it ends as failed.
void drop_failure(turn_context& turn) noexcept {
  if (!turn.failed) return;
  delete std::exchange(turn.failed, nullptr);
  turn.reason = stop_reason::failed;
}

/// `stopping` is signalled once; it may throw or wait.
void signal_stopping(turn_context& turn) noexcept {
  cell& c = *turn.self;
  if ((c.flags.get() & (flag_stop_told | flag_hollow | flag_unborn)) || !c.type()->stopping) return;
  c.flags.set(c.flags.get() | flag_stop_told);
  try {
    c.type()->stopping(c, turn);
  } catch (...) {
    handler_threw(turn);
  }
  drop_failure(turn);
  turn.stop_asked = 0;
}

} // namespace

void destroy_object(turn_context& turn) noexcept {
  cell& c = *turn.self;
  const std::uint32_t flags = c.flags.get();
  if (flags & flag_unborn)
    c.start(c, nullptr);
  else if (!(flags & flag_hollow) && c.type()->destroy)
    c.type()->destroy(c.object);
  c.flags.set((flags & ~std::uint32_t(flag_unborn)) | flag_hollow);
}

void free_counted(sender& home, envelope& e) noexcept {
  const message_ops& ops = *e.ops;
  if (ops.drop) ops.drop(e);
  free_envelope(home, ops.block_class, &e);
}

void forget_handlers(turn_context& turn, fate of_stashed) noexcept {
  turn.gates &= ~std::uint32_t(flag_parked);
  if (promise_base* frame = std::exchange(turn.self->frame, nullptr)) destroy_handler(turn, *frame);
  if (rare_parts* rare = turn.self->rare) {
    while (promise_base* frame = rare->handlers ? rare->handlers->newest : nullptr) {
      leave_interleaved(*rare->handlers, *frame);
      destroy_handler(turn, *frame);
    }
    forget_waits(turn, *rare);
  }
  forget_conduct(turn, of_stashed);
}

namespace {

/// What comes before the end itself. False: the actor waits for it, and comes again.
bool may_end_now(turn_context& turn, bool in_order) noexcept {
  cell& c = *turn.self;
  if (!(turn.gates & flag_closing)) {
    if (in_order) signal_stopping(turn);
    if (in_order && has_waiting_handler(c)) {
      c.flags.set(c.flags.get() | flag_ending | flag_draining);
      return false;
    }
    if (c.who && c.who->first_child) {
      forget_handlers(turn, fate::stopped);
      turn.gates = flag_closing;
      stop_children(turn, !in_order);
      if (in_order && rare_of(*turn.home, c)) limit_drain(turn);
      return false;
    }
  } else if (c.who->first_child) {
    if (!in_order) stop_children(turn, true);
    return false;
  }
  return true;
}

} // namespace

void begin_end(turn_context& turn, bool in_order) noexcept {
  if (may_end_now(turn, in_order)) return end_actor(turn);
  cell& c = *turn.self; // the turn's reason belongs to whoever ends next on this thread
  if (std::exchange(turn.reason, stop_reason::stopped) != stop_reason::stopped)
    c.flags.set(c.flags.get() | flag_ends_failed);
}

void tell_terminated(sender& home, any_ref to, const message_ops* told, terminated news) noexcept {
  if (remote_node* node = node_of(to)) return node->watched_ended(home, to.what(), news);
  if (told == &told_of_link) return tell_linked(home, to, news);
  void* block = home.cache->get(told->block_class);
  if (!block) {
    constexpr std::size_t bytes = envelope_header_bytes + sizeof(terminated);
    block = ::operator new(bytes, std::align_val_t(alignof(envelope)));
    ++told; // see terminated_table
  }
  envelope* e = ::new (block) envelope;
  ::new (e->place()) terminated(std::move(news));
  e->ops = told;
  e->generation = static_cast<std::uint32_t>(to.what());
  e->ext = envelope::tell_ext;
  deliver(home, *cell_of(to.where()), e);
}

void log_failure(const turn_context& turn, const error& why) noexcept {
  std::string line = turn.system->path_of(*turn.self);
  line.append(" (").append(turn.self->type()->name).append("): ").append(why.message());
  const auto trace = why.trace();
  if (trace.size() == 1 && !trace.front().handling.empty())
    line.append(", handling ").append(trace.front().handling);
  if (trace.size() > 1) line.append("\n").append(why.trace_text());
  if (line.back() == '\n') line.pop_back();
  turn.system->options.environment.log(line);
}

void add_failing_step(const turn_context& turn, error& why, const envelope* handled) noexcept {
  std::string path = turn.system->path_of(*turn.self);
  if (!why.trace().empty() && why.trace().back().actor == path) return;
  why.add_step({std::move(path), handled ? handled->ops->name : std::string_view(), {}, "", 0});
}

} // namespace akt::inline v0::detail
