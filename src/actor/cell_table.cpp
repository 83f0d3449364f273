// SPDX-License-Identifier: Apache-2.0
#include "cell_table.hpp"

#include <new>

namespace akt::inline v0::detail {

cell_table::~cell_table() {
  for (auto& slab : slabs_) // relaxed: nobody else is here any more
    if (cell* cells = slab.load(sync::relaxed))
      memory_.unmap(cells, std::size_t(slab_cells) * sizeof(cell));
}

cell* cell_table::take(vacant_cells& stock) noexcept {
  if (cell* c = take_vacant(stock)) return c;
  if (!restock(stock)) return nullptr;
  if (cell* c = take_vacant(stock)) return c;
  return make_group(stock) ? take_vacant(stock) : nullptr;
}

// Not every vacant cell can be had: a stale message may be on its way through it. Its next turn
// makes it idle again, so it stays in the stock, and a few others are tried.
cell* cell_table::take_vacant(vacant_cells& stock) noexcept {
  std::uint32_t* link = &stock.first;
  for (std::uint32_t tried = 0; *link != vacant_cells::none && tried < walk_max; ++tried) {
    cell& c = at(*link);
    if (c.words.claim_vacant()) {
      *link = c.free_next;
      --stock.count;
      return &c;
    }
    link = &c.free_next;
  }
  return nullptr;
}

void cell_table::give(vacant_cells& stock, cell& c) noexcept {
  c.free_next = stock.first;
  stock.first = c.index;
  if (++stock.count < stock_max) return;
  // Half goes to everybody: actors often start on one worker and end on another.
  std::uint32_t first = stock.first, last = first, moved = stock_max / 2;
  for (std::uint32_t i = 1; i < moved; ++i) last = at(last).free_next;
  stock.first = at(last).free_next;
  stock.count -= moved;
  sync::lock_guard<sync::spin_lock> guard(lock_);
  at(last).free_next = shared_.first;
  shared_.first = first;
  shared_.count += moved;
}

void cell_table::give_all(vacant_cells& stock) noexcept {
  while (stock.first != vacant_cells::none) {
    cell& c = at(stock.first);
    stock.first = c.free_next;
    sync::lock_guard<sync::spin_lock> guard(lock_);
    c.free_next = shared_.first;
    shared_.first = c.index;
    ++shared_.count;
  }
  stock.count = 0;
}

bool cell_table::restock(vacant_cells& stock) noexcept {
  {
    sync::lock_guard<sync::spin_lock> guard(lock_);
    for (std::uint32_t i = 0; i < group_cells && shared_.first != vacant_cells::none; ++i) {
      cell& c = at(shared_.first);
      shared_.first = c.free_next;
      --shared_.count;
      c.free_next = stock.first;
      stock.first = c.index;
      ++stock.count;
    }
    if (stock.count > 0) return true;
  }
  return make_group(stock);
}

bool cell_table::make_group(vacant_cells& stock) noexcept {
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
  for (std::uint32_t i = group_cells; i-- > 0;) {
    cell* c = ::new (cells + (first + i) % slab_cells) cell;
    c->system = &system_;
    c->index = first + i;
    (void)c->words.go_idle();
    c->free_next = stock.first;
    stock.first = c->index;
    ++stock.count;
  }
  made_.store(first + group_cells, sync::release); // pairs with made()
  return true;
}

} // namespace akt::inline v0::detail
