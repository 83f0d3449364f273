// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/any_ref.hpp"
#include "akt/actor/turn.hpp"

#include "cell_table.hpp"
#include "idle_policy.hpp"
#include "run_ring.hpp"
#include "run_slot.hpp"
#include "thread_activity.hpp"
#include "thread_driver.hpp"
#include "turn_loop.hpp"

#include <memory>

namespace akt::inline v0::detail {

class work_stealing;

/// Runs one actor for one turn: the only code that does. Requires: the caller owns the cell, and
/// the turn's home and system are set. Never throws: what a handler throws ends its actor.
turn_end run_turn(cell&, const turn_limits&, turn_context&) noexcept;

/// What runs actors: its queues, its stock of blocks and cells, its counters. One thread drives it;
/// in a simulated world that is the world's own.
class worker : public sender {
public:
  static constexpr std::uint32_t ring_cells = 1024;
  /// Takes between looks at the global queue and the ring before the slot: bounds what runs from
  /// the slot in a row.
  static constexpr std::uint32_t others_every = 61;

  enum class whereabouts : std::uint32_t { running, searching, parked, not_started };

  worker(system_core& core, block_pool& pool, bool asymmetric) noexcept;

  /// Own thread: the cell is to run soon, most likely next.
  void schedule(cell* c) noexcept {
    c = slot.put(c);
    if (c) push(c);
  }
  /// Own thread: the cell goes to the end of the queue.
  void push(cell* c) noexcept;

  /// Own thread: the next cell that is this worker's, or from the global queue; null: none.
  [[gnu::always_inline]] cell* next_own() noexcept {
    if (__builtin_expect(--until_others_ == 0, 0)) return next_in_turn();
    if (cell* c = slot.take()) return c;
    return next_queued();
  }

  /// Own thread: whatever it has; null: nothing.
  cell* take_own() noexcept {
    cell* c = slot.take();
    return c ? c : ring.pop();
  }

  [[gnu::always_inline]] void run(cell& c, const turn_limits& limits) noexcept {
    epoch.add(1);
    const turn_end end = run_turn(c, limits, turn);
    if (__builtin_expect(end != turn_end::asleep, 0)) go_again(&c, end);
  }

  /// Own thread: what was handed over shall not wait long.
  void look_at_others_soon() noexcept { until_others_ = until_others_ < 2 ? until_others_ : 2; }

  run_slot<cell> slot;
  run_ring<cell, ring_cells> ring;

  alignas(64) sync::counter epoch; ///< turns begun
  sync::atomic<whereabouts> where{whereabouts::not_started};
  std::unique_ptr<driver> sleeper; ///< null in a simulated world

  /// Set by the monitor: the thread ends, there are enough without it.
  sync::atomic<bool> leaving{false};
  /// Set by the monitor: hands over what it has, and sleeps; see crossing_policy.
  sync::atomic<bool> shall_rest{false};
  sync::atomic<bool> is_resting{false}; ///< for the monitor

  /// The most looks of the monitor in a row that found cells in the queues of this worker while it
  /// was in one and the same turn. Written by the monitor.
  sync::atomic<std::uint32_t> held_looks_max{0};

  /// Since when the monitor has seen the turn that runs, in its clock's nanoseconds. Relaxed: a
  /// hint for whoever looks.
  sync::atomic<std::int64_t> in_turn_since{0};
  sync::atomic<std::uint64_t> seen_epoch{0}; ///< the turn it belongs to
  thread_activity activity;                  ///< for the monitor

  alignas(64) turn_context turn;
  work_stealing* pool = nullptr; ///< null in a simulated world
  block_cache blocks;
  vacant_cells vacant_stock;
  idle_policy idling; ///< its thread's
  std::uint32_t number = 0;

private:
  void go_again(cell* c, turn_end) noexcept;
  cell* next_in_turn() noexcept;
  cell* next_queued() noexcept;
  cell* take_share() noexcept;

  std::uint32_t until_others_ = others_every;
  std::uint64_t last_wake_ = 0;
  std::uint64_t behind_since_ = 0; ///< ticks; 0: nobody is behind
};

} // namespace akt::inline v0::detail
