// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/cell.hpp"

namespace akt::inline v0::detail {

/// The queue of ready cells that all workers share: what comes from outside, from timers, from full
/// rings and from stuck workers. Thread-safe, first in first out, unbounded (one link per cell).
class run_queue {
public:
  void push(cell& c) noexcept {
    sync::lock_guard<sync::spin_lock> guard(lock_);
    c.run_next = nullptr;
    if (last_)
      last_->run_next = &c;
    else
      first_ = &c;
    last_ = &c;
    size_.store(size_.load(sync::relaxed) + 1, sync::relaxed);
  }

  /// Null: empty.
  cell* pop() noexcept {
    if (empty()) return nullptr;
    sync::lock_guard<sync::spin_lock> guard(lock_);
    cell* c = first_;
    if (!c) return nullptr;
    first_ = c->run_next;
    if (!first_) last_ = nullptr;
    size_.store(size_.load(sync::relaxed) - 1, sync::relaxed);
    return c;
  }

  /// A hint. size_ is relaxed: who must not miss a push has a fence, see system_core::inject().
  bool empty() const noexcept { return size() == 0; }
  std::uint64_t size() const noexcept { return size_.load(sync::relaxed); } ///< likewise

private:
  sync::spin_lock lock_; // guards the list; size_ is written under it
  cell* first_ = nullptr;
  cell* last_ = nullptr;
  sync::atomic<std::uint64_t> size_{0};
};

} // namespace akt::inline v0::detail
