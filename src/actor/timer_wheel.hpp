// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/core/clock.hpp"
#include "akt/core/sync.hpp"

#include <cstddef>
#include <cstdint>

namespace akt::inline v0::detail {

/// One alarm of a cell: its own, or of one of its schedules. Guarded by its wheel's lock.
template <class Cell>
struct timer_node {
  using pointer = sync::plain<timer_node*>;

  pointer next{nullptr};
  sync::plain<pointer*> link{nullptr}; // what points here; null: not armed
  sync::plain<instant> deadline{instant{}};
  sync::plain<Cell*> cell{nullptr};
  sync::plain<std::uint32_t> generation{0};
  sync::plain<std::uint32_t> slot{0}; // of the wheel
  sync::plain<std::uint64_t> number{0};
};

/// A cell that an alarm rang for, and which one.
template <class Cell>
struct rung_timer {
  Cell* cell;
  std::uint32_t generation;
  std::uint64_t number;
};

/// Alarms by the millisecond: a wheel of lists, each visited once a turn of the wheel. Those of one
/// millisecond ring in the order in which they were armed.
///
/// Thread-safe. An alarm that is being delivered cannot be cancelled any more; the receiver
/// compares the generation and the number. Checked by timer_wheel_model.cpp.
template <class Cell, std::size_t Slots = 4096>
class timer_wheel {
public:
  using node = timer_node<Cell>;

  /// Arms or re-arms. `number`: 0 for the cell's own alarm, else that of a schedule.
  void arm(node& n, Cell& cell, std::uint32_t generation, instant deadline,
           std::uint64_t number = 0) noexcept {
    sync::lock_guard<sync::spin_lock> guard(lock_);
    unlink(n);
    n.cell.set(&cell);
    n.generation.set(generation);
    n.number.set(number);
    n.deadline.set(deadline);
    // A deadline behind the last look would wait for a whole turn of the wheel.
    instant last = last_.get();
    std::size_t i = slot_of(deadline < last && !AKT_MUTANT(4) ? last : deadline);
    slot& place = slots_[i];
    bool first = place.head.get() == nullptr;
    if (first || (deadline < place.least.get() && !AKT_MUTANT(5))) place.least.set(deadline);
    pointer* tail = first ? &place.head : place.tail.get();
    n.slot.set(static_cast<std::uint32_t>(i));
    n.next.set(nullptr);
    n.link.set(tail);
    tail->set(&n);
    place.tail.set(&n.next);
    size_.set(size_.get() + 1);
  }

  /// After it returns the wheel holds no address of `n`.
  void cancel(node& n) noexcept {
    if (AKT_MUTANT(1)) return;
    if (!AKT_MUTANT(2)) lock_.lock();
    unlink(n);
    if (!AKT_MUTANT(2)) lock_.unlock();
  }

  /// Moves at most `max` alarms that are due at `now` to `out`; returns how many. Call it again
  /// while it fills `out`. One caller at a time.
  std::size_t ring(instant now, rung_timer<Cell>* out, std::size_t max) noexcept {
    sync::lock_guard<sync::spin_lock> guard(lock_);
    std::size_t found = 0;
    if (size_.get() == 0) {
      last_.set(now);
      return 0;
    }
    std::int64_t from = tick_of(last_.get()), to = tick_of(now);
    if (to - from >= static_cast<std::int64_t>(Slots))
      from = to - static_cast<std::int64_t>(Slots) + 1;
    for (std::int64_t tick = from; tick <= to; ++tick) {
      slot& place = slots_[static_cast<std::size_t>(tick) % Slots];
      instant least = instant::max();
      for (node* n = place.head.get(); n;) {
        node* next = n->next.get();
        if (n->deadline.get() <= now) {
          if (found == max) return found; // the rest next time, from the same tick
          out[found++] = {n->cell.get(), n->generation.get(), n->number.get()};
          if (!AKT_MUTANT(3)) unlink(*n);
        } else if (n->deadline.get() < least) {
          least = n->deadline.get();
        }
        n = next;
      }
      place.least.set(least);
      last_.set(instant(std::chrono::milliseconds(tick)));
    }
    last_.set(now);
    return found;
  }

  /// A time before which nothing rings; instant::max(): nothing is armed. Early where an alarm was
  /// cancelled since the wheel last came by.
  instant quiet_until() noexcept {
    sync::lock_guard<sync::spin_lock> guard(lock_);
    instant least = instant::max();
    if (size_.get() == 0) return least;
    for (const slot& s : slots_)
      if (s.head.get() && s.least.get() < least) least = s.least.get();
    return least;
  }

  /// The earliest deadline, or instant::max(). May look at all alarms: for simulated time.
  instant earliest() noexcept {
    sync::lock_guard<sync::spin_lock> guard(lock_);
    instant least = instant::max();
    if (size_.get() == 0) return least;
    for (const slot& s : slots_) {
      if (!s.head.get() || s.least.get() >= least) continue;
      for (node* n = s.head.get(); n; n = n->next.get())
        if (n->deadline.get() < least) least = n->deadline.get();
    }
    return least;
  }

private:
  using pointer = typename node::pointer;
  struct slot {
    pointer head{nullptr};
    sync::plain<pointer*> tail{nullptr}; // the last one's `next`; has a value if there is one
    sync::plain<instant> least{
        instant{}}; // no alarm here is due before; has a value if there is one
  };

  static std::int64_t tick_of(instant t) noexcept { return t.time_since_epoch().count() / 1000000; }
  static std::size_t slot_of(instant t) noexcept {
    return static_cast<std::size_t>(tick_of(t)) % Slots;
  }
  void unlink(node& n) noexcept {
    pointer* link = n.link.get();
    if (!link) return;
    node* next = n.next.get();
    link->set(next);
    if (next)
      next->link.set(link);
    else if (!AKT_MUTANT(6))
      slots_[n.slot.get()].tail.set(link);
    n.link.set(nullptr);
    size_.set(size_.get() - 1);
  }

  sync::spin_lock lock_; // guards all below
  sync::plain<std::size_t> size_{0};
  sync::plain<instant> last_{instant{}}; // of the last look
  slot slots_[Slots] = {};
};

} // namespace akt::inline v0::detail
