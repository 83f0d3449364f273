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
  if (pool) pool->more_work(*this, last_wake_);
}

/// The global queue's turn has come, so that what waits there is not starved by local work. Also
/// where a worker that never idles sees that the executor ends.
cell* worker::next_in_turn() noexcept {
  until_global_ = global_every;
  if (pool && pool->ending()) return nullptr;
  if (cell* c = system->ready.pop()) return c;
  return next_queued();
}

cell* worker::next_queued() noexcept {
  slot_runs_left_ = slot_runs_max;
  if (cell* c = ring.pop()) return c;
  if (cell* c = slot.take()) return c;
  return system->ready.pop();
}

} // namespace akt::inline v0::detail
