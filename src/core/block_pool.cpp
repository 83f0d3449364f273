// SPDX-License-Identifier: Apache-2.0
#include "akt/core/block_pool.hpp"

#include "akt/core/assert.hpp"

#include <algorithm>
#include <new>
#include <utility>

#if AKT_ASAN
#include <sanitizer/asan_interface.h>
#endif

namespace akt::inline v0 {

using detail::free_block;

namespace {

constexpr std::size_t slab_bytes = slab_source::slab_bytes;
constexpr std::size_t slab_header_bytes = 64;
constexpr std::size_t page_bytes = 4096;
constexpr std::uint64_t trim_worthwhile_bytes = std::uint64_t(128) << 10;
constexpr std::uint32_t looks_in_a_window = 128;
constexpr std::uint32_t rest_a_step = 16; // looks

#if AKT_ASAN
void poison(void* p, std::size_t n) { ASAN_POISON_MEMORY_REGION(p, n); }
void unpoison(void* p, std::size_t n) { ASAN_UNPOISON_MEMORY_REGION(p, n); }
#else
void unpoison(void*, std::size_t) {}
#endif

} // namespace

/// The head of a slab: slab_bytes, aligned to themselves, so that a block finds its slab by a mask.
struct block_pool::slab {
  slab* next;
  std::uint32_t carved; // blocks that caches have taken
  std::uint32_t capacity;
  std::uint32_t in_depot; // while trimming
  std::uint32_t cls;

  char* block(std::uint32_t i) noexcept {
    return reinterpret_cast<char*>(this) + slab_header_bytes + i * block_bytes(cls);
  }
  static slab* of(void* block) noexcept {
    return reinterpret_cast<slab*>(reinterpret_cast<std::uintptr_t>(block) & ~(slab_bytes - 1));
  }
};

block_pool::block_pool(memory& m, std::size_t bytes_max) noexcept
    : memory_(m), slabs_(m), bytes_max_(bytes_max) {}

block_pool::~block_pool() {
  for (auto& state : classes_)
    while (slab* s = state.slabs) {
      state.slabs = s->next;
      unpoison(s, slab_bytes);
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
    if (!charge(slab_bytes)) return false;
    void* fresh = slabs_.take();
    if (!fresh) {
      mapped_.fetch_sub(slab_bytes, sync::relaxed);
      return false;
    }
    auto capacity = static_cast<std::uint32_t>((slab_bytes - slab_header_bytes) / block_bytes(c));
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

bool block_pool::wants_trim(bool calm) noexcept {
  trim_state& t = trim_;
  if (t.under_way) return true;
  if (t.rest > 0) --t.rest;
  std::uint64_t now = free_bytes();
  if (now < t.least_free) t.least_free = now;
  if (now < t.left_free) t.left_free = now;
  if (!calm && ++t.looks < looks_in_a_window) return false;
  t.under_way = (calm || t.rest == 0) && t.least_free > t.left_free + worthwhile_bytes(calm);
  t.for_little = t.under_way && t.least_free <= t.left_free + trim_worthwhile_bytes;
  t.looks = 0;
  t.least_free = ~0ull;
  return t.under_way;
}

std::uint64_t block_pool::worthwhile_bytes(bool calm) const noexcept {
  const std::uint64_t left = trim_.left_free;
  if (!calm || trim_.in_vain || left < 8 * trim_worthwhile_bytes) return trim_worthwhile_bytes;
  return std::min(trim_worthwhile_bytes, left / 1024);
}

bool block_pool::trim(std::uint64_t blocks_max) noexcept {
  {
    sync::lock_guard<sync::spin_lock> guard(trim_lock_);
    trim_.under_way = true;
    ++trim_.steps;
    for (std::uint64_t left = blocks_max; trim_.under_way && left > 0;)
      if (trim_some(left)) end_pass();
    if (trim_.under_way) return false;
  }
  slabs_.discard_free();
  return true;
}

void block_pool::end_pass() noexcept {
  trim_state& t = trim_;
  t.under_way = false;
  const bool gave_little = std::exchange(t.given_back, 0) < t.kept / 64;
  t.in_vain = gave_little && (t.for_little || t.in_vain);
  t.left_free = std::exchange(t.kept, 0);
  t.rest = std::exchange(t.steps, 0) * rest_a_step;
}

// One size class at a time, two phases: count how many blocks of each slab are here, then give
// magazines back without the blocks of slabs that are here as a whole. What other threads put into
// the depot meanwhile is left for the next pass.
bool block_pool::trim_some(std::uint64_t& left) noexcept {
  trim_state& t = trim_;
  if (!t.pending) {
    if (t.sweeping) {
      release_empty_slabs(t.cls);
      t.sweeping = false;
    } else if (t.seen) {
      t.pending = t.seen;
      t.seen = nullptr;
      t.sweeping = true;
      return false;
    } else {
      has_in_hand(t.cls);
      t.pending = classes_[t.cls].free.take_all();
      if (t.pending) return false;
    }
    has_in_hand(block_classes);
    t.cls = (t.cls + 1) % block_classes;
    return t.cls == 0;
  }
  free_block* magazine = t.pending;
  t.pending = magazine->next_magazine.get();
  std::uint64_t n = magazine->count.get();
  left -= n < left ? n : left;
  if (t.sweeping)
    sweep_magazine(magazine);
  else
    count_magazine(magazine);
  return false;
}

void block_pool::has_in_hand(std::uint32_t c) noexcept {
  // Relaxed: written under trim_lock_ alone. The store pairs with the loads in refill().
  const std::uint64_t changes = in_hand_.load(sync::relaxed) / 8 + 1;
  in_hand_.store(changes * 8 + c, sync::release);
}

// A magazine of what a pass has in hand of that class or, if all of it is in slabs that are free as
// a whole, those slabs. One that was not counted makes its slabs stay. False: there is nothing.
bool block_pool::give_some_back(std::uint32_t c) noexcept {
  trim_state& t = trim_;
  if (t.cls != c) return false;
  if (t.sweeping) {
    while (free_block* magazine = t.pending) {
      t.pending = magazine->next_magazine.get();
      if (sweep_magazine(magazine)) return true;
    }
    return release_empty_slabs(c);
  }
  free_block*& list = t.pending ? t.pending : t.seen;
  free_block* magazine = list;
  if (!magazine) return false;
  if (!t.pending)
    for (free_block* b = magazine; b; b = b->next.get()) --slab::of(b)->in_depot;
  list = magazine->next_magazine.get();
  classes_[c].free.put_back(magazine, magazine->count.get());
  return true;
}

void block_pool::count_magazine(free_block* first) noexcept {
  for (free_block* b = first; b; b = b->next.get()) ++slab::of(b)->in_depot;
  first->next_magazine.set(trim_.seen);
  trim_.seen = first;
}

bool block_pool::sweep_magazine(free_block* first) noexcept {
  free_block* kept = nullptr;
  std::uint32_t n = 0;
  for (free_block *b = first, *next; b; b = next) {
    next = b->next.get();
    slab* s = slab::of(b);
    if (s->in_depot == s->capacity) { // its slab goes as a whole
      ++trim_.released;
      continue;
    }
    b->next.set(kept);
    kept = b;
    ++n;
  }
  if (!kept) return false;
  trim_.kept += n * block_bytes(trim_.cls);
  classes_[trim_.cls].free.put_back(kept, n);
  return true;
}

bool block_pool::release_empty_slabs(std::uint32_t c) noexcept {
  class_state& state = classes_[c];
  trim_.released = 0;
  slab* empty = nullptr;
  {
    sync::lock_guard<sync::spin_lock> guard(state.lock);
    for (slab** link = &state.slabs; *link;) {
      slab* s = *link;
      if (s->in_depot != s->capacity) {
        s->in_depot = 0;
        link = &s->next;
        continue;
      }
      *link = s->next;
      --state.count;
      s->next = empty;
      empty = s;
    }
  }
  const bool any = empty != nullptr;
  while (slab* s = empty) {
    empty = s->next;
    unpoison(s, slab_bytes);
    slabs_.give(s);
    mapped_.fetch_sub(slab_bytes, sync::relaxed);
    trim_.given_back += slab_bytes;
  }
  return any;
}

void* block_cache::get_slow(std::uint32_t c) noexcept {
  detail::fresh_blocks& fresh = fresh_[c];
  if (stock_[c].is_dry() && !fresh.is_empty()) return fresh.take(block_bytes(c));
  return refill(c);
}

// What a pass of trim() has in hand is not to be had for a while. If it has had nothing of this
// class since before the first try, the refusal is true.
void* block_cache::refill(std::uint32_t c) noexcept {
  // These loads pair with the store in has_in_hand(), which comes before the depot is emptied.
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
