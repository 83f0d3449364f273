// SPDX-License-Identifier: Apache-2.0
#include "wait_order.hpp"

#include <algorithm>
#include <new>

namespace akt::inline v0::detail {

void wait_order::learn(pending& head) noexcept {
  std::uint64_t waits = 0;
  for (pending* p = head.next; p != &head; p = p->next) ++waits;
  looks_ += 2 * waits;
  for (apart_ = walk_max; std::uint64_t(apart_) * apart_ < waits;) apart_ *= 2;
  some_.clear();
  try {
    some_.reserve(waits / apart_);
  } catch (const std::bad_alloc&) {
    return;
  }
  std::uint32_t since = 0;
  for (pending* p = head.next; p != &head; p = p->next)
    if (++since == apart_) {
      some_.push_back({p->deadline, p->sequence});
      since = 0;
    }
}

/// One that is known, waits still, and does not come behind the place.
pending& wait_order::nearest(block_cache& cache, wait_index& index, pending& head,
                             instant deadline) noexcept {
  const auto later = [](instant d, const known& k) { return d < k.deadline; };
  auto at = std::upper_bound(some_.begin(), some_.end(), deadline, later);
  while (at != some_.begin()) {
    ++looks_;
    if (pending* p = index.find(cache, head, (--at)->sequence)) return *p;
  }
  return head;
}

pending& wait_order::find(block_cache& cache, wait_index& index, pending& head,
                          instant deadline) noexcept {
  if (some_.empty()) learn(head);
  pending* before = &nearest(cache, index, head, deadline);
  std::uint32_t walked = 0;
  for (; before->next != &head && before->next->deadline <= deadline; ++walked)
    before = before->next;
  looks_ += walked;
  if (walked > 4 * apart_) some_.clear();
  return *before;
}

} // namespace akt::inline v0::detail
