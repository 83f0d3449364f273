// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/core/sync.hpp"

#include <cstdint>

namespace akt::inline v0::detail {

/// A worker's queue of ready cells: bounded, first in first out, others may steal half of it.
///
/// push() belongs to the owner; pop() too; steal_into() to anybody, with its own ring as `to`.
/// Algorithm: the local run queue of the Go scheduler. Checked by run_queues_model.cpp.
///
/// Relaxed: slots_ are published by tail_ and given back by head_; tail_ is read so by its only
/// writer, and head_ and tail_ by size() and taken(), which are hints.
template <class Cell, std::uint32_t Capacity>
class run_ring {
  static_assert((Capacity & (Capacity - 1)) == 0);

public:
  /// False: full.
  bool push(Cell* c) noexcept {
    std::uint32_t tail = tail_.load(sync::relaxed);
    // acquire: pairs with the CAS of whoever took; its reads of the slot are over.
    if (tail - head_.load(sync::acquire) >= Capacity) return false;
    slots_[tail % Capacity].store(c, sync::relaxed);
    // Pairs with the load of tail_ in steal_into().
    tail_.store(tail + 1, AKT_MUTANT(11) ? sync::relaxed : sync::release);
    return true;
  }

  /// Null: empty.
  Cell* pop() noexcept {
    std::uint32_t head = head_.load(sync::acquire); // pairs with the CAS of thieves
    for (;;) {
      if (head == tail_.load(sync::relaxed)) return nullptr;
      Cell* c = slots_[head % Capacity].load(sync::relaxed);
      if (AKT_MUTANT(12)) {
        head_.store(head + 1, sync::release); // over whatever thieves did; pairs with push()
        return c;
      }
      // release: the slot may be written again; pairs with push().
      if (head_.compare_exchange_weak(head, head + 1, sync::acq_rel, sync::acquire)) return c;
    }
  }

  /// Takes half, returns one of them and leaves the rest in `to`, which is the caller's and must be
  /// empty. Null: nothing to take.
  Cell* steal_into(run_ring& to) noexcept {
    std::uint32_t head = head_.load(sync::acquire); // pairs with the CAS of others who took
    for (;;) {
      std::uint32_t size = tail_.load(sync::acquire) - head; // pairs with push()
      if (size == 0 || size > Capacity) return nullptr;
      std::uint32_t taken = (size + 1) / 2;
      std::uint32_t tail = to.tail_.load(sync::relaxed);
      for (std::uint32_t i = 0; i + 1 < taken; ++i)
        to.slots_[(tail + i) % Capacity].store(slots_[(head + i) % Capacity].load(sync::relaxed),
                                               sync::relaxed);
      Cell* last = slots_[(head + taken - 1) % Capacity].load(sync::relaxed);
      // release: the slots are read, they may be written again; pairs with push(). Then what is in
      // `to` is published; pairs with steal_into() by others.
      if (!head_.compare_exchange_weak(head, head + taken, sync::acq_rel, sync::acquire)) continue;
      if (taken > 1) to.tail_.store(tail + (AKT_MUTANT(13) ? taken : taken - 1), sync::release);
      return last;
    }
  }

  /// A hint for others.
  std::uint32_t size() const noexcept {
    return tail_.load(sync::relaxed) - head_.load(sync::relaxed);
  }
  /// How many were ever taken: for measuring how fast it drains.
  std::uint32_t taken() const noexcept { return head_.load(sync::relaxed); }

private:
  alignas(64) sync::atomic<std::uint32_t> head_{0};
  alignas(64) sync::atomic<std::uint32_t> tail_{0};
  sync::atomic<Cell*> slots_[Capacity]{};
};

} // namespace akt::inline v0::detail
