// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/core/sync.hpp"

#include <cstdint>

namespace akt::inline v0::detail {

/// The place of the one cell that a worker runs next, because it was readied last and its data is
/// warm. The owner pays plain stores; a thief pays a fence on every core and a lock.
///
/// The owner opens the gate (odd) before it touches the slot and looks at `slow` inside. The thief
/// raises `slow`, makes every core pass a fence, and takes only if the gate is shut: then the owner
/// either sees `slow` next time or is not inside. Without asymmetric fences `slow` stays up and the
/// owner takes the lock too: correct, half as fast. Checked by run_queues_model.cpp.
///
/// Relaxed: gate_ is read so by its only writer, and opening it is ordered by the fence behind it;
/// slow_ keeps `forced` for ever, else it changes under the lock; slot_ is looked at as a hint, and
/// by its owner while the open gate keeps thieves away.
template <class Cell>
class run_slot {
public:
  explicit run_slot(bool asymmetric) noexcept : slow_(asymmetric ? 0u : forced) {}

  /// Owner: puts `c` (or null) in, returns what was there.
  [[gnu::always_inline]] Cell* put(Cell* c) noexcept {
    std::uint32_t gate = gate_.load(sync::relaxed);
    if (!AKT_MUTANT(1)) gate_.store(gate + 1, sync::relaxed);
    sync::compiler_fence(); // a store-load fence whenever a thief is at asymmetric_heavy()
    // Pairs with the store of 0 in steal(): what the thief has taken is gone from the slot.
    if (__builtin_expect(slow_.load(sync::acquire) != 0, 0)) return put_slow(c, gate);
    Cell* before = slot_.load(sync::relaxed);
    slot_.store(c, sync::release);                            // pairs with the exchange in steal()
    if (!AKT_MUTANT(1)) gate_.store(gate + 2, sync::release); // pairs with the load in steal()
    return before;
  }

  /// Owner: empties the slot. Null: it was empty.
  [[gnu::always_inline]] Cell* take() noexcept { return put(nullptr); }

  /// Anybody else. Null: empty, or the owner was at it.
  Cell* steal() noexcept {
    if (!slot_.load(sync::relaxed)) return nullptr;
    sync::lock_guard<sync::spin_lock> guard(lock_);
    // Pairs with the exchange in put_slow().
    if (slow_.load(sync::relaxed) & forced) return slot_.exchange(nullptr, sync::acq_rel);
    // Mutant: too early; pairs with the stores in put() all the same.
    std::uint32_t early = AKT_MUTANT(3) ? gate_.load(sync::acquire) : 0;
    slow_.store(stealing, sync::seq_cst);
    sync::asymmetric_heavy();
    Cell* c = nullptr;
    std::uint32_t gate = gate_.load(sync::acquire); // pairs with the stores in put()
    if (AKT_MUTANT(3)) gate = early;
    if (AKT_MUTANT(4)) gate = 0;
    // acquire: the cell, pairs with the store in put().
    if ((gate & 1) == 0) c = slot_.exchange(nullptr, sync::acq_rel);
    slow_.store(0, sync::release); // pairs with the load in put()
    return c;
  }

  /// A hint for others.
  bool occupied() const noexcept { return slot_.load(sync::relaxed) != nullptr; }

private:
  static constexpr std::uint32_t stealing = 1;
  static constexpr std::uint32_t forced = 2;

  [[gnu::noinline]] Cell* put_slow(Cell* c, std::uint32_t gate) noexcept {
    // Pairs with the load in steal().
    if (!AKT_MUTANT(1)) gate_.store(gate + 2, sync::release);
    if (AKT_MUTANT(2)) { // goes on without the lock
      Cell* before = slot_.load(sync::relaxed);
      slot_.store(c, sync::release); // pairs with the exchange in steal()
      return before;
    }
    sync::lock_guard<sync::spin_lock> guard(lock_);
    return slot_.exchange(c, sync::acq_rel); // pairs with the exchange in steal()
  }

  alignas(64) sync::atomic<Cell*> slot_{nullptr};
  sync::atomic<std::uint32_t> gate_{0};
  sync::atomic<std::uint32_t> slow_;
  sync::spin_lock lock_; // guards slow_, and slot_ while that is not 0
};

} // namespace akt::inline v0::detail
