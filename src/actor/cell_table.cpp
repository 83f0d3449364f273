// SPDX-License-Identifier: Apache-2.0
#include "cell_table.hpp"

#include <new>

namespace akt::inline v0::detail {

cell_table::~cell_table() {
  // Made in order, the last one never. relaxed: nobody else is here any more.
  for (auto* slab = slabs_; cell* cells = slab->load(sync::relaxed); ++slab)
    memory_.retire(cells, std::size_t(slab_cells) * sizeof(cell));
}

bool cell_table::make_cells(vacant_cells& stock) noexcept {
  sync::lock_guard<sync::spin_lock> guard(lock_);
  // made_ and slab are relaxed here: both are written under the lock.
  std::uint32_t first = made_.load(sync::relaxed);
  auto& slab = slabs_[first / slab_cells];
  cell* cells = slab.load(sync::relaxed);
  if (!cells) {
    if (first / slab_cells + 1 >= slabs_max) return false;
    std::size_t bytes = std::size_t(slab_cells) * sizeof(cell);
    cells = static_cast<cell*>(memory_.map(bytes, std::size_t(2) << 20));
    if (!cells) return false;
    if (first > 0) memory_.expect_dense(cells, bytes);
    slab.store(cells, sync::release); // pairs with at()
  }
  for (std::uint32_t i = cells_in_group; i-- > 0;) {
    cell* c = ::new (cells + (first + i) % slab_cells) cell;
    c->system = &system_;
    c->index = first + i;
    (void)c->words.go_idle();
    stock.link(*c);
  }
  made_.store(first + cells_in_group, sync::release); // pairs with made()
  return true;
}

} // namespace akt::inline v0::detail
