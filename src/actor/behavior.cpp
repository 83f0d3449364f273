// SPDX-License-Identifier: Apache-2.0
//
// The stack of an actor's behaviors.
#include "akt/actor/behavior.hpp"

#include "conduct.hpp"
#include "end_of_life.hpp"
#include "planted.hpp"
#include "system_core.hpp"

namespace akt::inline v0::detail {
namespace {

void destroy(turn_context& turn, behavior& b) noexcept {
  const behavior_ops& ops = *b.ops;
  ops.destroy(b);
  turn.home->cache->put_bytes(ops.bytes, &b);
}

/// Takes the top off. One whose lambda may run just now lives until that is done.
void pop(turn_context& turn, conduct& all) noexcept {
  cell& c = *turn.self;
  behavior& b = *all.top;
  all.top = b.below;
  --all.depth;
  if (!all.top) c.flags.set(c.flags.get() & ~std::uint32_t(flag_behaving));
  turn.stop_asked |= stop_look_again;
  if (&b != all.running) return destroy(turn, b);
  all.popped = &b;
  c.flags.set(c.flags.get() | flag_popped);
}

} // namespace

conduct* conduct_of(sender& home, cell& c) noexcept {
  rare_parts* rare = rare_of(home, c);
  if (!rare || rare->conduct) return rare ? rare->conduct : nullptr;
  void* block = home.cache->get_bytes(sizeof(conduct));
  if (block) rare->conduct = ::new (block) conduct;
  return rare->conduct;
}

void* begin_become(cell& c, std::size_t bytes) noexcept {
  turn_context& turn = turn_of(c);
  conduct* all = conduct_of(*turn.home, c);
  context_base self(c);
  if (all && all->depth >= behaviors_max) {
    self.fail(
        error(errc::failed, "become() is nested too deep: unbecome() first, or unbecome_all()"));
    return nullptr;
  }
  void* block = all ? turn.home->cache->get_bytes(bytes) : nullptr;
  if (!block) self.fail(error(errc::over_budget, "become(): memory is refused"));
  return block;
}

void cancel_become(cell& c, std::size_t bytes, void* block) noexcept {
  turn_of(c).home->cache->put_bytes(bytes, block);
}

void finish_become(cell& c, behavior& b) noexcept {
  turn_context& turn = turn_of(c);
  conduct& all = *c.rare->conduct;
  b.below = all.top;
  all.top = &b;
  ++all.depth;
  c.flags.set(c.flags.get() | flag_behaving);
  turn.stop_asked |= stop_look_again;
}

void context_base::unbecome() noexcept {
  turn_context& turn = turn_of(*cell_);
  if (cell_->flags.get() & flag_behaving) pop(turn, *cell_->rare->conduct);
}

void context_base::unbecome_all() noexcept {
  turn_context& turn = turn_of(*cell_);
  while (cell_->flags.get() & flag_behaving) pop(turn, *cell_->rare->conduct);
}

void drop_popped(turn_context& turn) noexcept {
  cell& c = *turn.self;
  if (!(c.flags.get() & flag_popped) || c.frame) return;
  conduct& all = *c.rare->conduct;
  c.flags.set(c.flags.get() & ~std::uint32_t(flag_popped));
  all.running = nullptr;
  destroy(turn, *std::exchange(all.popped, nullptr));
}

void leave_out(turn_context& turn, const behavior& b, envelope& e) noexcept {
  turn.current = nullptr;
  if (b.rest == others::stashed)
    put_in_stash(*turn.self, e);
  else
    end_unhandled(*turn.home, &e, fate::unhandled);
}

void forget_conduct(turn_context& turn, fate of_stashed) noexcept {
  cell& c = *turn.self;
  if (!c.rare || !c.rare->conduct) return;
  conduct& all = *c.rare->conduct;
  all.running = nullptr;
  all.unstashed = nullptr;
  c.flags.set(c.flags.get() & ~std::uint32_t(flag_unstashed));
  while (all.top) pop(turn, all);
  drop_popped(turn);
  turn.stop_asked &= ~std::uint32_t(stop_look_again);
  mail_link* list = std::exchange(all.oldest, nullptr);
  if (AKT_PLANTED(6)) list = nullptr;
  all.newest = nullptr;
  all.stashed = 0;
  while (list) {
    envelope* e = as_envelope(list);
    list = list->next.get();
    end_unhandled(*turn.home, e, of_stashed);
  }
}

void release_conduct(turn_context& turn) noexcept {
  cell& c = *turn.self;
  forget_conduct(turn, fate::stopped);
  if (conduct* all = std::exchange(c.rare->conduct, nullptr))
    turn.home->cache->put_bytes(sizeof(conduct), all);
}

} // namespace akt::inline v0::detail
