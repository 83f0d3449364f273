// SPDX-License-Identifier: Apache-2.0
#include "wait_index.hpp"

#include "akt/core/block_pool.hpp"

#include <algorithm>
#include <bit>

namespace akt::inline v0::detail {

void pending::leave_index() noexcept {
  *indexed = same_slot;
  if (same_slot) same_slot->indexed = indexed;
  indexed = nullptr;
}

pending* wait_index::find(block_cache& cache, pending& head, std::uint32_t sequence) noexcept {
  if (in_use()) {
    for (pending* p = slots_[sequence / 2 % slots_count_]; p; p = p->same_slot)
      if (p->sequence == sequence) return p;
    return nullptr;
  }
  pending* found = nullptr;
  std::uint32_t looked = 0;
  for (pending* p = head.next; p != &head && !found; p = p->next, ++looked)
    if (p->sequence == sequence) found = p;
  if (looked > walk_max) {
    for (pending* p = found ? found->next : &head; p != &head; p = p->next) ++looked;
    build(cache, head, looked);
  }
  return found;
}

void wait_index::build(block_cache& cache, pending& head, std::uint32_t waits) noexcept {
  std::uint32_t count = std::bit_ceil(waits * 2);
  void* block = cache.get_bytes(count * sizeof(pending*));
  if (!block) return;
  slots_ = static_cast<pending**>(block);
  slots_count_ = count;
  added_ = 0;
  std::fill_n(slots_, count, nullptr);
  for (pending* p = head.next; p != &head; p = p->next) put(*p);
}

// Twice as many as there are slots were added: whatever has left since, the next long walk decides
// anew how many slots it takes.
void wait_index::add(block_cache& cache, pending& p) noexcept {
  if (added_ < slots_count_ * 2)
    put(p);
  else
    release(cache);
}

void wait_index::put(pending& p) noexcept {
  pending*& slot = slots_[p.sequence / 2 % slots_count_];
  p.same_slot = slot;
  if (slot) slot->indexed = &p.same_slot;
  p.indexed = &slot;
  slot = &p;
  ++added_;
}

void wait_index::release(block_cache& cache) noexcept {
  if (!in_use()) return;
  for (std::uint32_t i = 0; i < slots_count_; ++i)
    for (pending* p = slots_[i]; p; p = p->same_slot) p->indexed = nullptr;
  cache.put_bytes(slots_count_ * sizeof(pending*), slots_);
  slots_ = nullptr;
}

} // namespace akt::inline v0::detail
