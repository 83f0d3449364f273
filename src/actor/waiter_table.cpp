// SPDX-License-Identifier: Apache-2.0
#include "waiter_table.hpp"

#include <new>

namespace akt::inline v0::detail {

waiter_table::~waiter_table() {
  for (auto& chunk : chunks_) delete[] chunk.load(sync::relaxed); // nobody else is here any more
}

external_waiter* waiter_table::at(std::uint32_t index) const noexcept {
  index &= ~index_bit;
  if (index >= made()) return nullptr;
  // Pairs with the store in take().
  return &chunks_[index / chunk_waiters].load(sync::acquire)[index % chunk_waiters];
}

external_waiter* waiter_table::take() noexcept {
  sync::lock_guard<sync::spin_lock> guard(lock_);
  if (free_ == none) {
    std::uint32_t first = made_.load(sync::relaxed); // written under the lock
    if (first / chunk_waiters == chunks_max) return nullptr;
    auto* fresh = new (std::nothrow) external_waiter[chunk_waiters];
    if (!fresh) return nullptr;
    chunks_[first / chunk_waiters].store(fresh, sync::release); // pairs with at()
    for (std::uint32_t i = chunk_waiters; i-- > 0;) {
      fresh[i].index = (first + i) | index_bit;
      fresh[i].free_next = free_;
      free_ = first + i;
    }
    made_.store(first + chunk_waiters, sync::release); // pairs with made()
  }
  external_waiter& w = *at(free_);
  free_ = w.free_next;
  w.sequence = (w.sequence + 1) & 0x7fffffff;
  if (w.sequence == 0) w.sequence = 1;
  w.slot.arm(w.sequence);
  in_use_.fetch_add(1, sync::relaxed); // relaxed: whoever waits for 0 knows that nobody begins
  return &w;
}

void waiter_table::give(external_waiter& w) noexcept {
  {
    sync::lock_guard<sync::spin_lock> guard(lock_);
    w.free_next = free_;
    free_ = w.index & ~index_bit;
  }
  in_use_.fetch_sub(1, sync::release); // pairs with in_use()
}

} // namespace akt::inline v0::detail
