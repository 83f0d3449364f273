// SPDX-License-Identifier: Apache-2.0
#include "slab.hpp"

#include <new>
#include <utility>

namespace akt::inline v0 {

using detail::free_block;
using detail::unpoison;

namespace {

constexpr std::size_t page_bytes = 4096;

#if AKT_ASAN
void poison(void* p, std::size_t n) { ASAN_POISON_MEMORY_REGION(p, n); }
#endif

} // namespace

block_pool::block_pool(memory& m, std::size_t bytes_max) noexcept
    : memory_(m), slabs_(m), bytes_max_(bytes_max) {}

block_pool::~block_pool() {
  for (auto& state : classes_)
    while (slab* s = state.slabs) {
      state.slabs = s->next;
      unpoison(s, slab::bytes);
      slabs_.give(s);
    }
}

// mapped_ and large_ are relaxed wherever they stand: sums; the memory itself changes hands under
// the locks of classes and slabs.
bool block_pool::charge(std::size_t bytes) noexcept {
  std::size_t before = mapped_.fetch_add(bytes, sync::relaxed);
  if (bytes_max_ == 0 || before + bytes <= bytes_max_) return true;
  mapped_.fetch_sub(bytes, sync::relaxed);
  return false;
}

void* block_pool::map_large(std::size_t bytes) noexcept {
  if (!charge(bytes)) return nullptr;
  void* block = memory_.map(bytes, 4096);
  if (block)
    large_.fetch_add(1, sync::relaxed);
  else
    mapped_.fetch_sub(bytes, sync::relaxed);
  return block;
}

void block_pool::unmap_large(void* block, std::size_t bytes) noexcept {
  memory_.unmap(block, bytes);
  large_.fetch_sub(1, sync::relaxed);
  mapped_.fetch_sub(bytes, sync::relaxed);
}

bool block_pool::carve(std::uint32_t c, detail::fresh_blocks& into) noexcept {
  class_state& state = classes_[c];
  sync::lock_guard<sync::spin_lock> guard(state.lock);
  slab* s = state.slabs;
  if (!s || s->carved == s->capacity) {
    if (!charge(slab::bytes)) return false;
    void* fresh = slabs_.take();
    if (!fresh) {
      mapped_.fetch_sub(slab::bytes, sync::relaxed);
      return false;
    }
    auto capacity = static_cast<std::uint32_t>((slab::bytes - slab::header_bytes) / block_bytes(c));
    s = ::new (fresh) slab{state.slabs, 0, capacity, 0, c};
    state.slabs = s;
    ++state.count;
  }
  std::uint32_t n = magazine_blocks(c), left = s->capacity - s->carved;
  if (n > left) n = left;
  into.set(s->block(s->carved), s->block(s->carved + n));
  s->carved += n;
  return true;
}

void block_pool::put_one(std::uint32_t c, void* block) noexcept {
  auto* b = static_cast<free_block*>(block);
  b->next.set(nullptr);
  classes_[c].free.give(b, 1);
}

std::uint64_t block_pool::blocks_in_use() noexcept {
  std::uint64_t out = large_.load(sync::relaxed);
  for (auto& state : classes_) {
    for (slab* s = state.slabs; s; s = s->next) out += s->carved;
    out -= state.free.blocks();
  }
  for (free_block* first : {trim_.pending, trim_.seen}) // of a pass that was not ended
    for (free_block* m = first; m; m = m->next_magazine.get()) out -= m->count.get();
  return out - trim_.released;
}

std::uint64_t block_pool::free_bytes() noexcept {
  std::uint64_t sum = 0;
  for (std::uint32_t c = 0; c < block_classes; ++c)
    sum += classes_[c].free.blocks() * block_bytes(c);
  return sum;
}

std::uint64_t block_pool::blocks_given() noexcept {
  std::uint64_t sum = 0;
  for (auto& state : classes_) sum += state.free.given();
  return sum;
}

void* block_cache::get_slow(std::uint32_t c) noexcept {
  detail::fresh_blocks& fresh = fresh_[c];
  if (stock_[c].is_dry() && !fresh.is_empty()) return fresh.take(block_bytes(c));
  return refill(c);
}

// What a pass of trim() has in hand is not to be had for a while. If it has had nothing of this
// class since before the first try, the refusal is true.
void* block_cache::refill(std::uint32_t c) noexcept {
  // These loads pair with the store in set_in_hand(), which comes before the depot is emptied.
  const std::uint64_t before = pool_.in_hand_.load(sync::acquire);
  if (void* b = take_or_carve(c)) return b;
  if (before % 8 != c && pool_.in_hand_.load(sync::acquire) == before) return nullptr;
  sync::lock_guard<sync::spin_lock> guard(pool_.trim_lock_);
  for (bool more = true; more;) {
    more = pool_.give_some_back(c); // which another thread may take
    if (void* b = take_or_carve(c)) return b;
  }
  return nullptr;
}

void* block_cache::take_or_carve(std::uint32_t c) noexcept {
  const bool dry = stock_[c].is_dry();
  if (stock_[c].refill(pool_.classes_[c].free)) {
    if (dry) taken_.add(stock_[c].blocks());
    return stock_[c].get();
  }
  return pool_.carve(c, fresh_[c]) ? fresh_[c].take(block_bytes(c)) : nullptr;
}

void block_cache::make_room(std::uint32_t c) noexcept {
  give_fresh(c);
  stock_[c].turn_over(pool_.classes_[c].free);
}

void block_cache::give_fresh(std::uint32_t c) noexcept {
  free_block* first = nullptr;
  std::uint32_t n = 0;
  for (; !fresh_[c].is_empty(); ++n) {
    auto* b = static_cast<free_block*>(fresh_[c].take(block_bytes(c)));
    b->next.set(first);
    first = b;
  }
  if (n > 0) pool_.classes_[c].free.put_back(first, n);
}

void detail::fresh_blocks::warm_up() noexcept {
  if (is_empty()) return;
  for (char* page = next_; page < end_; page += page_bytes) *page = 0;
  end_[-1] = 0; // the range need not begin where a page does
}

void block_cache::warm_up() noexcept {
  if (void* b = get(0)) put(0, b);
  fresh_[0].warm_up();
}

#if AKT_ASAN

// A freed block is poisoned and waits in a queue before it is used again, so that a stale pointer
// meets poison and not the next owner. Poison is lifted only while the block lies in a magazine.
void* block_cache::get_checked(std::uint32_t c) noexcept {
  void* b = stock_[c].get();
  if (!b) b = get_slow(c);
  if (b) unpoison(b, block_bytes(c));
  return b;
}

void block_cache::put_checked(std::uint32_t c, void* block) noexcept {
  poison(block, block_bytes(c));
  void*& slot = quarantine_[c][oldest_[c]++ % quarantine_blocks];
  void* released = slot;
  slot = block;
  if (!released) return;
  unpoison(released, sizeof(free_block));
  put_into_stock(c, released);
}

#endif

void block_cache::take_stock_of(block_cache& other) noexcept {
  for (std::uint32_t c = 0; c < block_classes; ++c) {
#if AKT_ASAN
    for (void*& slot : other.quarantine_[c])
      if (void* b = std::exchange(slot, nullptr)) {
        unpoison(b, block_bytes(c));
        put(c, b);
      }
#endif
    do
      while (void* b = other.stock_[c].get()) {
        unpoison(b, block_bytes(c));
        put(c, b);
      }
    while (other.stock_[c].refill(other.pool_.classes_[c].free));
  }
}

void block_cache::hand_back() noexcept {
  for (std::uint32_t c = 0; c < block_classes; ++c) {
#if AKT_ASAN
    for (void*& slot : quarantine_[c])
      if (slot) {
        unpoison(slot, sizeof(free_block));
        put_into_stock(c, slot);
        slot = nullptr;
      }
#endif
    give_fresh(c);
    stock_[c].hand_back(pool_.classes_[c].free);
  }
}

} // namespace akt::inline v0
