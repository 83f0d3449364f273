// SPDX-License-Identifier: Apache-2.0
#include "worker.hpp"

#include "system_core.hpp"
#include "work_stealing.hpp"

namespace akt::inline v0::detail {

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

/// The turn of what waits elsewhere has come, so that it is not starved by what is readied last.
/// Also where a worker that never idles sees that the executor ends, or that it shall leave or
/// rest: hints, hence relaxed.
cell* worker::next_in_turn() noexcept {
  until_others_ = others_every;
  if (pool && (pool->ending() || leaving.load(sync::relaxed) || shall_rest.load(sync::relaxed)))
    return nullptr; // hints
  if (cell* c = system->ready.pop()) return c;
  if (cell* c = ring.pop()) return c;
  return slot.take();
}

cell* worker::next_queued() noexcept {
  if (cell* c = ring.pop()) return c;
  return system->ready.pop();
}

} // namespace akt::inline v0::detail
