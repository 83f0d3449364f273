// SPDX-License-Identifier: Apache-2.0
//
// Messages that an actor puts aside and takes up again.
#include "akt/actor/behavior.hpp"
#include "akt/actor/offload.hpp"

#include "conduct.hpp"
#include "end_of_life.hpp"
#include "identity.hpp"
#include "interleaved.hpp"
#include "planted.hpp"
#include "system_core.hpp"

namespace akt::inline v0::detail {
namespace {

std::uint32_t stash_max_of(const cell& c) noexcept {
  return c.who ? c.who->stash_max : stash_max_default;
}

/// The mail that the next ones go behind: system mail, and what was unstashed before.
mail_link* last_in_front(const batch_in_hand& batch, const conduct& all) noexcept {
  if (all.unstashed) return all.unstashed;
  mail_link* before = nullptr;
  mail_link* next = batch.first.get();
  for (std::uint32_t i = batch.system_count.get(); i > 0; --i) {
    before = next;
    next = next->next.get();
  }
  return before;
}

/// In front of the mail that waits, behind what was unstashed before.
void put_in_front(turn_context& turn, conduct& all, mail_link* first, mail_link* last) noexcept {
  cell& c = *turn.self;
  if (mail_link* before = last_in_front(c.batch, all)) {
    last->next.set(before->next.get());
    before->next.set(first);
  } else {
    last->next.set(c.batch.first.get());
    c.batch.first.set(first);
  }
  all.unstashed = last;
  c.flags.set(c.flags.get() | flag_unstashed);
  turn.stop_asked |= stop_look_again;
}

/// What the actor has stashed, if it has anything.
conduct* stash_of(const cell& c) noexcept {
  conduct* all = c.rare ? c.rare->conduct : nullptr;
  return all && all->oldest ? all : nullptr;
}

} // namespace

envelope* begin_stash(cell& c, const message_ops& ops) noexcept {
  turn_context& turn = turn_of(c);
  envelope* now = message_in_hand(turn);
  const bool same = now && now->ops == &ops && now->generation != envelope::counted;
  void* block = turn.home->cache->get(ops.block_class);
  if (!block) {
    refused(*turn.system, ops, fate::over_budget);
    if (same && now->asked())
      send_answer_error({turn.system, now->ext, now->asker_generation}, error(errc::over_budget));
    if (same) now->ext = now->unasked_ext();
    return nullptr;
  }
  envelope* e = ::new (block) envelope;
  e->ops = &ops;
  e->generation = turn.generation;
  e->ext = envelope::tell_ext;
  if (!same) {
    turn.home->counters.sent.add(1);
    return e;
  }
  e->asker_generation = now->asker_generation;
  e->ext = std::exchange(now->ext, now->unasked_ext());
  if (AKT_PLANTED(9)) e->ext = envelope::tell_ext;
  now->generation = envelope::counted;
  --turn.handled;
  return e;
}

bool put_in_stash(cell& c, envelope& e) noexcept {
  turn_context& turn = turn_of(c);
  fate refusal = turn.ending ? fate::stopped : fate::over_budget;
  conduct* all = turn.ending ? nullptr : conduct_of(*turn.home, c);
  if (all && all->stashed >= stash_max_of(c)) {
    refusal = fate::stash_full;
    all = nullptr;
  }
  if (!all) {
    end_unhandled(*turn.home, &e, refusal);
    return false;
  }
  e.next.set(nullptr);
  if (all->newest)
    all->newest->next.set(&e);
  else
    all->oldest = &e;
  all->newest = &e;
  ++all->stashed;
  return true;
}

void note_taken(turn_context& turn, const envelope& e) noexcept {
  cell& c = *turn.self;
  conduct& all = *c.rare->conduct;
  if (all.unstashed != &e) return;
  all.unstashed = nullptr;
  c.flags.set(c.flags.get() & ~std::uint32_t(flag_unstashed));
  turn.stop_asked |= stop_look_again;
}

bool context_base::unstash_one() noexcept {
  turn_context& turn = turn_of(*cell_);
  conduct* all = stash_of(*cell_);
  if (!all) return false;
  mail_link* first = all->oldest;
  all->oldest = first->next.get();
  if (!all->oldest) all->newest = nullptr;
  --all->stashed;
  put_in_front(turn, *all, first, first);
  return true;
}

std::size_t context_base::unstash_all() noexcept {
  turn_context& turn = turn_of(*cell_);
  conduct* all = stash_of(*cell_);
  if (!all) return 0;
  put_in_front(turn, *all, std::exchange(all->oldest, nullptr),
               std::exchange(all->newest, nullptr));
  return std::exchange(all->stashed, 0);
}

std::size_t context_base::stashed() const noexcept {
  const conduct* all = stash_of(*cell_);
  return all ? all->stashed : 0;
}

} // namespace akt::inline v0::detail
