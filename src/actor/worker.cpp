// SPDX-License-Identifier: Apache-2.0
#include "worker.hpp"

#include "system_core.hpp"
#include "work_stealing.hpp"

#include <algorithm>

namespace akt::inline v0::detail {
namespace {

constexpr std::uint64_t share_max = 128; // cells at a time

} // namespace

worker::worker(system_core& core, block_pool& p, bool asymmetric) noexcept
    : slot(asymmetric), blocks(p) {
  system = &core;
  cache = &blocks;
  self = this;
  vacant = &vacant_stock;
  turn.home = this;
  turn.system = &core;
  turn.self = nullptr;
}

void worker::push(cell* c) noexcept {
  if (!ring.push(c)) return system->inject(*c);
  if (!pool) return;
  if (__builtin_expect(shall_rest.load(sync::relaxed), 0)) look_at_others_soon(); // a hint
  pool->more_work(*this, last_wake_);
}

/// Whose mailbox grows faster than its turns can empty it would fall behind without end, for it has
/// one turn in as many as there are ready actors, and old messages are in cold memory. It runs
/// again when the others have had a third of a turn's longest time, unless one of them readies
/// another actor, which then has the slot. It has about three quarters of the worker, or more where
/// 32 of its messages take longer than such a turn.
void worker::go_again(cell* c, turn_end end) noexcept {
  if (end == turn_end::again || !pool) return push(c);
  schedule(c);
  behind_since_ = sync::ticks();
  until_others_ = 1;
}

/// The turn of what waits elsewhere has come, so that it is not starved by what is readied last.
/// Also where a worker that never idles sees that the executor ends, or that it shall leave or
/// rest: hints, hence relaxed.
cell* worker::next_in_turn() noexcept {
  until_others_ = others_every;
  if (pool && (pool->ending() || leaving.load(sync::relaxed) || shall_rest.load(sync::relaxed)))
    return nullptr; // hints
  if (behind_since_ != 0) {
    if (sync::ticks() - behind_since_ < pool->turn_ticks() / 3)
      until_others_ = 1;
    else
      behind_since_ = 0;
  }
  if (cell* c = take_share()) return c;
  if (cell* c = ring.pop()) return c;
  return slot.take();
}

cell* worker::next_queued() noexcept {
  if (cell* c = ring.pop()) return c;
  return take_share();
}

/// From the global queue: one to run, and its part of the others. If it took one at a time, those
/// that wait there, maybe all that a stuck worker had, would each wait for many turns of those
/// here.
cell* worker::take_share() noexcept {
  cell* c = system->ready.pop();
  if (!c || !pool) return c;
  std::uint64_t share = std::min<std::uint64_t>(system->ready.size() / pool->own(), share_max);
  if (share == 0) return c;
  for (; share > 0; --share) {
    cell* more = system->ready.pop();
    if (!more) break;
    if (ring.push(more)) continue;
    system->ready.push(*more);
    break;
  }
  pool->more_work(*this, last_wake_);
  return c;
}

} // namespace akt::inline v0::detail
