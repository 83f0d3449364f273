// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/core/clock.hpp"
#include "akt/core/sync.hpp"

#include <cstddef>
#include <cstdint>

namespace akt::inline v0::detail {

/// One alarm of one cell, a part of the cell's rare parts. Guarded by its wheel's lock.
template <class Cell>
struct timer_node {
  using pointer = sync::plain<timer_node*>;

  pointer next{nullptr};
  sync::plain<pointer*> link{nullptr}; // what points here; null: not armed
  sync::plain<instant> deadline{instant{}};
  sync::plain<Cell*> cell{nullptr};
  sync::plain<std::uint32_t> generation{0};
};

/// A cell whose alarm rang.
template <class Cell>
struct rung_timer {
  Cell* cell;
  std::uint32_t generation;
};

/// Alarms by the millisecond: a wheel of lists, each visited once a turn of the wheel.
///
/// Thread-safe. An alarm that is being delivered cannot be cancelled any more; the receiver
/// compares the generation. Checked by timer_wheel_model.cpp.
template <class Cell, std::size_t Slots = 4096>
class timer_wheel {
public:
  using node = timer_node<Cell>;

  /// Arms or re-arms.
  void arm(node& n, Cell& cell, std::uint32_t generation, instant deadline) noexcept {
    sync::lock_guard<sync::spin_lock> guard(lock_);
    unlink(n);
    n.cell.set(&cell);
    n.generation.set(generation);
    n.deadline.set(deadline);
    // A deadline behind the last look would wait for a whole turn of the wheel.
    instant last = last_.get();
    pointer& head = slots_[slot_of(deadline < last && !AKT_MUTANT(4) ? last : deadline)];
    node* second = head.get();
    n.next.set(second);
    n.link.set(&head);
    if (second) second->link.set(&n.next);
    head.set(&n);
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
      for (node* n = slots_[static_cast<std::size_t>(tick) % Slots].get(); n;) {
        node* next = n->next.get();
        if (n->deadline.get() <= now) {
          if (found == max) return found; // the rest next time, from the same tick
          out[found++] = {n->cell.get(), n->generation.get()};
          if (!AKT_MUTANT(3)) unlink(*n);
        }
        n = next;
      }
      last_.set(instant(std::chrono::milliseconds(tick)));
    }
    last_.set(now);
    return found;
  }

  /// A time, `now` or later, before which nothing rings; at most a turn of the wheel away.
  /// instant::max(): nothing is armed.
  instant quiet_until(instant now) noexcept {
    sync::lock_guard<sync::spin_lock> guard(lock_);
    if (size_.get() == 0) return instant::max();
    std::int64_t tick = tick_of(last_.get()), end = tick + static_cast<std::int64_t>(Slots);
    while (tick < end && !may_ring_at(tick)) ++tick;
    if (AKT_MUTANT(5) && tick < end) ++tick;
    instant start{std::chrono::milliseconds(tick)};
    return start > now ? start : now;
  }

  /// The earliest deadline, or instant::max(). Looks at all alarms: for simulated time.
  instant earliest() noexcept {
    sync::lock_guard<sync::spin_lock> guard(lock_);
    instant least = instant::max();
    for (const pointer& head : slots_)
      for (node* n = head.get(); n; n = n->next.get())
        if (n->deadline.get() < least) least = n->deadline.get();
    return least;
  }

private:
  using pointer = typename node::pointer;

  static std::int64_t tick_of(instant t) noexcept { return t.time_since_epoch().count() / 1000000; }
  static std::size_t slot_of(instant t) noexcept {
    return static_cast<std::size_t>(tick_of(t)) % Slots;
  }
  /// True also where it would take long to find out.
  bool may_ring_at(std::int64_t tick) noexcept {
    constexpr int looks_max = 8;
    int looks = 0;
    for (node* n = slots_[static_cast<std::size_t>(tick) % Slots].get(); n; n = n->next.get())
      if (tick_of(n->deadline.get()) <= tick || ++looks == looks_max) return true;
    return false;
  }
  void unlink(node& n) noexcept {
    pointer* link = n.link.get();
    if (!link) return;
    node* next = n.next.get();
    link->set(next);
    if (next) next->link.set(link);
    n.link.set(nullptr);
    size_.set(size_.get() - 1);
  }

  sync::spin_lock lock_; // guards all below
  sync::plain<std::size_t> size_{0};
  sync::plain<instant> last_{instant{}}; // of the last look
  pointer slots_[Slots] = {};
};

} // namespace akt::inline v0::detail
