// SPDX-License-Identifier: Apache-2.0
#include "akt/core/slab_source.hpp"

#include <bit>
#include <new>

namespace akt::inline v0 {

slab_source::~slab_source() {
  while (region* r = regions_) {
    regions_ = r->next;
    memory_.unmap(r->base, region_bytes);
    delete r;
  }
}

void* slab_source::take() noexcept {
  sync::lock_guard<sync::spin_lock> guard(lock_);
  region* r = regions_;
  while (r && r->free == 0) r = r->next;
  if (!r) {
    void* base = memory_.map(region_bytes, region_bytes);
    if (!base) return nullptr;
    r = new (std::nothrow) region{regions_, static_cast<char*>(base), all_free};
    if (!r) {
      memory_.unmap(base, region_bytes);
      return nullptr;
    }
    // The first one stays with small pages: most programs need a few blocks of each size.
    if (count_++ > 0) memory_.expect_dense(base, region_bytes);
    regions_ = r;
  }
  auto slab = static_cast<std::uint32_t>(std::countr_zero(r->free));
  r->free &= ~(std::uint64_t(1) << slab);
  return r->base + slab * slab_bytes;
}

void slab_source::give(void* slab) noexcept {
  auto* base =
      reinterpret_cast<char*>(reinterpret_cast<std::uintptr_t>(slab) & ~(region_bytes - 1));
  region* empty = nullptr;
  {
    sync::lock_guard<sync::spin_lock> guard(lock_);
    region** link = &regions_;
    while ((*link)->base != base) link = &(*link)->next;
    region* r = *link;
    r->free |= std::uint64_t(1) << ((static_cast<char*>(slab) - base) /
                                    static_cast<std::ptrdiff_t>(slab_bytes));
    if (r->free == all_free) {
      *link = r->next;
      --count_;
      empty = r;
    } else {
      memory_.discard(slab, slab_bytes);
    }
  }
  if (!empty) return;
  memory_.unmap(empty->base, region_bytes);
  delete empty;
}

void slab_source::discard_free() noexcept {
  sync::lock_guard<sync::spin_lock> guard(lock_);
  for (region* r = regions_; r; r = r->next)
    for (std::uint64_t free = r->free; free != 0; free &= free - 1)
      memory_.discard(r->base + std::size_t(std::countr_zero(free)) * slab_bytes, slab_bytes);
}

} // namespace akt::inline v0
