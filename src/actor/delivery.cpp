// SPDX-License-Identifier: Apache-2.0
//
// How envelopes get on their way and how they end without a handler.
#include "akt/actor/reply.hpp"
#include "akt/core/assert.hpp"

#include "life_queries.hpp"
#include "planted.hpp"
#include "system_core.hpp"

namespace akt::inline v0::detail {
namespace {

template <std::uint32_t BlockClass>
struct error_table {
  static void drop(envelope& e) noexcept { e.as<error>().~error(); }
  static constexpr message_ops ops{nullptr,      &drop, BlockClass, true,   true,
                                   "akt::error", {},    nullptr,    nullptr};
};

constexpr const message_ops* error_tables[block_classes + 1] = {
    &error_table<0>::ops, &error_table<1>::ops, &error_table<2>::ops, &error_table<3>::ops,
    &error_table<4>::ops, &error_table<5>::ops, &error_table<6>::ops, &error_table<7>::ops};

remote_node* node_of(std::uint64_t where) noexcept {
  return reinterpret_cast<remote_node*>(where & ~tag_mask);
}

/// The end of the runtime's own messages is only counted: of letters, or letters would breed
/// letters, and of signals.
bool is_own(const message_ops& ops) noexcept {
  if (ops.is_runtime) return true;
  for (auto silent : {type_name<dead_letter>(), type_name<started>(), type_name<terminated>()})
    if (ops.name == silent) return true;
  return false;
}

void publish_dead_letter(system_core* core, const message_ops& ops, const cell* receiver,
                         fate f) noexcept {
  if (!core || !core->dead_letters.has_subscribers() || is_own(ops)) return;
  dead_letter letter{ops.name, receiver ? core->path_of(*receiver) : std::string(), f};
  core->dead_letters.publish(letter);
}

} // namespace

void send(sender& home, std::uint64_t where, std::uint64_t what, envelope* e) noexcept {
  if (__builtin_expect((where & tag_mask) != 0, 0)) {
    home.counters.sent.add(1);
    return node_of(where)->send(home, what, e);
  }
  if (AKT_PLANTED(1)) home.counters.sent.add(~std::uint64_t(0)); // as if it was not counted
  put_user_mail(home, *cell_of(where), e);
}

void send_batch(sender& home, std::uint64_t where, std::uint64_t what, mail_link* newest,
                mail_link* oldest, std::uint64_t count) noexcept {
  if ((where & tag_mask) != 0) {
    for (mail_link* m = reversed(newest); m;) {
      envelope* e = as_envelope(m);
      m = m->next.get();
      send(home, where, what, e);
    }
    return;
  }
  cell& to = *cell_of(where);
  if (count == 1) return put_user_mail(home, to, as_envelope(newest));
  home.counters.sent.add(count);
  if (to.words.push_chain(newest, oldest)) schedule(home, to);
}

void deliver(sender& home, cell& to, envelope* e) noexcept { put_user_mail(home, to, e); }

void deliver_system(sender& home, cell& to, envelope* e) noexcept { put_system_mail(home, to, e); }

sender* sender_to_tagged(std::uint64_t where) noexcept {
  system_core* core = system_of(where);
  return core ? sender_to(core) : nullptr;
}

system_core* system_of(std::uint64_t where) noexcept {
  if (where == 0) return nullptr;
  return (where & tag_mask) == node_tag ? node_of(where)->system : cell_of(where)->system;
}

const actor_type* local_type(any_ref ref) noexcept {
  if (!ref || (ref.where() & tag_mask) != 0) return nullptr;
  return cell_of(ref.where())->type_of(static_cast<std::uint32_t>(ref.what()));
}

void refused(system_core& core, const message_ops& ops, fate f) noexcept {
  sender* home = sender_to(&core);
  home->counters.sent.add(1);
  home->counters.ended(f);
  publish_dead_letter(&core, ops, nullptr, f);
}

fate refusal_of(std::uint64_t where) noexcept {
  if (where == 0) return fate::null_reference;
  const system_core* core = system_of(where);
  return !core || core->stopped() ? fate::stopped : fate::over_budget;
}

void refused(std::uint64_t where, const message_ops& ops) noexcept {
  const fate f = refusal_of(where);
  if (system_core* core = system_of(where)) return refused(*core, ops, f);
  // It names no system, or one that is gone: the turn's answers for it, if there is one.
  if (turn_context* turn = current_turn()) refused(*turn->system, ops, f);
}

void end_unhandled(sender& home, envelope* e, fate f, const error* why) noexcept {
  const message_ops& ops = *e->ops;
  if (ops.is_runtime && answer_question_unhandled(home, *e, f)) return;
  if (!AKT_PLANTED(2)) home.counters.ended(f);
  if (AKT_PLANTED(3)) home.counters.ended(f);
  if ((f == fate::stopped || f == fate::cancelled) && is_own(ops))
    home.counters.own_unhandled.add(1);
  turn_context* turn = current_turn();
  bool here = turn && turn->self && turn->self->generation() == e->generation &&
              turn->self->type() != nullptr;
  publish_dead_letter(home.system, ops, here ? static_cast<cell*>(turn->self) : nullptr, f);
  if (ops.drop) ops.drop(*e);
  if (e->asked() && ops.reply)
    send_error(home, e, why ? *why : error(asker_error(f)));
  else
    free_envelope(home, ops.block_class, e);
}

void send_error(sender& home, envelope* e, error why) noexcept {
  std::uint32_t block_class = e->ops->block_class;
  ::new (e->place()) error(std::move(why));
  e->ops = error_tables[block_class];
  send_reply(home, e);
}

namespace {

[[gnu::noinline]] void send_reply_outside(sender& home, envelope* e) noexcept {
  if (e->asked_from_afar()) {
    auto* asker = reinterpret_cast<remote_asker*>(e->ext);
    asker->node->reply(home, e);
    return;
  }
  home.counters.sent.add(1);
  external_waiter* waiter = home.system->waiters.at(e->asker_index());
  AKT_ASSERT(waiter);
  if (waiter->slot.complete(e->ask_sequence() >> 1, e))
    home.counters.ended(fate::handled);
  else
    end_unhandled(home, e, fate::expired);
}

} // namespace

void send_reply(sender& home, envelope* e) noexcept {
  if (__builtin_expect(!e->asked_by_cell(), 0)) return send_reply_outside(home, e);
  e->generation = e->asker_generation;
  put_system_mail(home, home.system->cells.at(e->asker_index()), e);
}

disposition reply_unit(turn_context& turn, envelope& e) noexcept {
  ::new (e.place()) unit{};
  e.ops = e.ops->reply;
  send_reply(*turn.home, &e);
  return disposition::kept;
}

void free_heap_envelope(envelope* e) noexcept {
  ::operator delete(e, std::align_val_t(alignof(envelope)));
}

envelope* runtime_envelope(sender& home, const message_ops& pooled, const message_ops& on_heap,
                           std::uint32_t generation) noexcept {
  const message_ops* ops = &pooled;
  void* block = home.cache->get(pooled.block_class);
  if (!block) {
    ops = &on_heap;
    block = ::operator new(sizeof(envelope), std::align_val_t(alignof(envelope)));
  }
  envelope* e = ::new (block) envelope;
  e->ops = ops;
  e->generation = generation;
  e->ext = envelope::tell_ext;
  return e;
}

} // namespace akt::inline v0::detail
