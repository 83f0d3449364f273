// SPDX-License-Identifier: Apache-2.0
//
// Where an actor's schedules are found, by number and by key.
#include "akt/core/hash.hpp"

#include "schedules.hpp"

#include <algorithm>

namespace akt::inline v0::detail {

void drop_message(turn_context& turn, envelope* message) noexcept {
  if (message->ops->drop) message->ops->drop(*message);
  free_envelope(*turn.home, message->ops->block_class, message);
}

scheduled* schedules::find(std::uint64_t number) noexcept {
  const std::uint32_t i = place_of(number);
  scheduled* s = i < used_ ? at(places_[i]) : nullptr;
  return s && s->number() == number ? s : nullptr;
}

scheduled* schedules::find(std::string_view key) noexcept {
  scheduled* s = keyed_ == 0 ? nullptr : chain_of(hash_string(key));
  while (s && s->keyed_part().key() != key) s = s->keyed_part().next_keyed;
  return s;
}

std::uint64_t schedules::add(block_cache& cache, scheduled& s) noexcept {
  std::uint32_t i = free_;
  if (i != none) {
    free_ = static_cast<std::uint32_t>(places_[i] >> 1);
  } else {
    if (used_ == places_count_ && !more_places(cache)) return 0;
    i = used_++;
  }
  places_[i] = reinterpret_cast<place>(&s);
  ++count_;
  if (s.keyed()) put_key(cache, s);
  return ++last_number_ << place_bits | i;
}

void schedules::take_out(turn_context& turn, scheduled& s) noexcept {
  block_cache& cache = *turn.home->cache;
  turn.system->timers.cancel(s.alarm);
  if (s.keyed()) take_key(cache, s);
  const std::uint32_t i = place_of(s.number());
  places_[i] = place(free_) << 1 | 1;
  free_ = i;
  if (--count_ == 0) free_places(cache);
  if (s.extra()) cache.put_bytes(s.extra()->block_bytes(), s.extra());
}

void schedules::remove(turn_context& turn, scheduled& s) noexcept {
  envelope* message = s.small() ? nullptr : s.message;
  take_out(turn, s);
  turn.home->cache->put_bytes(sizeof(scheduled), &s);
  if (message) drop_message(turn, message);
}

void schedules::remove_unkeyed(turn_context& turn) noexcept {
  for (std::uint32_t i = 0; i < used_; ++i)
    if (scheduled* s = at(places_[i]); s && !s->keyed()) remove(turn, *s);
}

void schedules::release(turn_context& turn) noexcept {
  for (std::uint32_t i = 0; i < used_; ++i)
    if (scheduled* s = at(places_[i])) remove(turn, *s);
}

bool schedules::more_places(block_cache& cache) noexcept {
  const std::uint32_t count = places_count_ * 4;
  if (count > places_max) return false;
  auto* fresh = static_cast<place*>(cache.get_bytes(count * sizeof(place)));
  if (!fresh) return false;
  std::copy_n(places_, used_, fresh);
  if (places_ != first_places_) cache.put_bytes(places_count_ * sizeof(place), places_);
  places_ = fresh;
  places_count_ = count;
  return true;
}

void schedules::free_places(block_cache& cache) noexcept {
  if (places_ != first_places_) cache.put_bytes(places_count_ * sizeof(place), places_);
  places_ = first_places_;
  places_count_ = few;
  used_ = 0;
  free_ = none;
}

void schedules::put_key(block_cache& cache, scheduled& s) noexcept {
  if (keyed_++ == chains_count_) more_chains(cache);
  s.keyed_part().next_keyed = std::exchange(chain_of(s.keyed_part().hash), &s);
}

void schedules::take_key(block_cache& cache, scheduled& s) noexcept {
  scheduled** link = &chain_of(s.keyed_part().hash);
  while (*link != &s) link = &(*link)->keyed_part().next_keyed;
  *link = s.keyed_part().next_keyed;
  if (--keyed_ > 0 || chains_ == first_chains_) return;
  cache.put_bytes(chains_count_ * sizeof(scheduled*), chains_);
  chains_ = first_chains_;
  chains_count_ = few;
  std::fill_n(chains_, few, nullptr);
}

void schedules::more_chains(block_cache& cache) noexcept {
  const std::uint32_t count = chains_count_ * 2;
  auto** fresh = static_cast<scheduled**>(cache.get_bytes(count * sizeof(scheduled*)));
  if (!fresh) return;
  std::fill_n(fresh, count, nullptr);
  scheduled** old = std::exchange(chains_, fresh);
  const std::uint32_t old_count = std::exchange(chains_count_, count);
  for (std::uint32_t i = 0; i < old_count; ++i)
    for (scheduled* s = old[i]; s;) {
      scheduled*& chain = chain_of(s->keyed_part().hash);
      scheduled* const next = std::exchange(s->keyed_part().next_keyed, chain);
      chain = std::exchange(s, next);
    }
  if (old != first_chains_) cache.put_bytes(old_count * sizeof(scheduled*), old);
}

} // namespace akt::inline v0::detail
