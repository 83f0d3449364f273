// SPDX-License-Identifier: Apache-2.0
//
// How block_pool gives memory back: passes over what lies in the depots.
#include "slab.hpp"

#include <algorithm>
#include <utility>

namespace akt::inline v0 {

using detail::free_block;
using detail::unpoison;

namespace {

constexpr std::uint64_t worthwhile_usually = std::uint64_t(128) << 10;
constexpr std::uint32_t looks_in_a_window = 128;
constexpr std::uint32_t rest_a_step = 16; // looks

} // namespace

bool block_pool::wants_trim(bool calm) noexcept {
  trim_state& t = trim_;
  if (t.under_way) return true;
  if (t.rest > 0) --t.rest;
  std::uint64_t now = free_bytes();
  if (now < t.least_free) t.least_free = now;
  if (now < t.left_free) t.left_free = now;
  if (!calm && ++t.looks < looks_in_a_window) return false;
  t.under_way = (calm || t.rest == 0) && t.least_free > t.left_free + worthwhile_bytes(calm);
  t.for_little = t.under_way && t.least_free <= t.left_free + worthwhile_usually;
  t.looks = 0;
  t.least_free = ~0ull;
  return t.under_way;
}

// One block of 64 bytes can hold a slab of 32 KiB: where megabytes are left, a thousandth of them
// may give back most.
std::uint64_t block_pool::worthwhile_bytes(bool calm) const noexcept {
  const std::uint64_t left = trim_.left_free;
  if (!calm || trim_.in_vain || left < 8 * worthwhile_usually) return worthwhile_usually;
  return std::min(worthwhile_usually, left / 1024);
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
      set_in_hand(t.cls);
      t.pending = classes_[t.cls].free.take_all();
      if (t.pending) return false;
    }
    set_in_hand(block_classes);
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

void block_pool::set_in_hand(std::uint32_t c) noexcept {
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
    unpoison(s, slab::bytes);
    slabs_.give(s);
    mapped_.fetch_sub(slab::bytes, sync::relaxed); // mapped_ is a sum: relaxed
    trim_.given_back += slab::bytes;
  }
  return any;
}

} // namespace akt::inline v0
