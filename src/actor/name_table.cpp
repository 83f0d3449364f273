// SPDX-License-Identifier: Apache-2.0
#include "name_table.hpp"

#include "akt/core/hash.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace akt::inline v0::detail {
namespace {

constexpr std::size_t name_bytes_max = 255;
constexpr std::size_t chains_min = 4;   // of a shard
constexpr std::size_t chain_length = 2; // on average, before there are twice as many chains

/// What a character may be in a name.
enum : std::uint8_t { nowhere, inside, anywhere };

constexpr std::array<std::uint8_t, 256> places_of_characters() {
  std::array<std::uint8_t, 256> places{};
  for (unsigned c = 0; c < 256; ++c)
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
      places[c] = anywhere;
  for (char c : {'-', '_', '.'}) places[static_cast<unsigned char>(c)] = inside;
  return places;
}

std::uint8_t place_of(char c) noexcept {
  static constexpr auto places = places_of_characters();
  return places[static_cast<unsigned char>(c)];
}

std::uint64_t number_of(const identity* who) noexcept {
  return who ? std::uint64_t(who->self->index) << 32 | who->generation : 0;
}

} // namespace

result<name_table::entry> name_table::find_child(const identity* parent,
                                                 std::string_view name) const {
  const key wanted{number_of(parent), name};
  const std::uint64_t hash = hash_of(wanted);
  const shard& s = shard_of(hash);
  sync::lock_guard guard(s.lock);
  const identity* who = s.find(wanted, hash);
  if (!who) return error(errc::no_such_actor, name);
  return entry{who->ref(), who->self->type()};
}

bool name_table::is_valid(std::string_view name) noexcept {
  if (name.empty() || name.size() > name_bytes_max || place_of(name[0]) != anywhere) return false;
  for (char c : name)
    if (place_of(c) == nowhere) return false;
  return !name.starts_with("akt.");
}

name_table::key name_table::key_of(const identity& who) noexcept {
  return {number_of(who.parent), who.name.view()};
}

std::uint64_t name_table::hash_of(const key& k) noexcept {
  return hash_string(k.name) ^ mix64(k.parent);
}

identity* name_table::shard::find(const key& k, std::uint64_t hash) const noexcept {
  identity* who = chain_count == 0 ? nullptr : chain_of(hash);
  while (who && key_of(*who) != k) who = who->next_named;
  return who;
}

void name_table::shard::grow() {
  const std::size_t old_count = std::exchange(chain_count, std::max(chain_count * 2, chains_min));
  const auto old = std::exchange(chains, std::make_unique<identity*[]>(chain_count));
  for (std::size_t i = 0; i < old_count; ++i)
    for (identity* who = old[i]; who;) {
      identity*& chain = chain_of(hash_of(key_of(*who)));
      identity* const next = std::exchange(who->next_named, chain);
      chain = std::exchange(who, next);
    }
}

result<unit> name_table::claim(identity& who) {
  const key wanted = key_of(who);
  const std::uint64_t hash = hash_of(wanted);
  shard& s = shard_of(hash);
  sync::lock_guard guard(s.lock);
  if (const identity* owner = s.find(wanted, hash)) {
    std::string both(wanted.name);
    both.append(" belongs to a living ").append(owner->self->type()->name);
    both.append(", wanted for a ").append(who.self->type()->name);
    return error(errc::name_taken, both);
  }
  if (s.actors >= s.chain_count * chain_length) s.grow();
  who.next_named = std::exchange(s.chain_of(hash), &who);
  ++s.actors;
  return unit{};
}

void name_table::release(identity& who) noexcept {
  const std::uint64_t hash = hash_of(key_of(who));
  shard& s = shard_of(hash);
  sync::lock_guard guard(s.lock);
  if (s.chain_count == 0) return;
  identity** at = &s.chain_of(hash);
  while (*at && *at != &who) at = &(*at)->next_named; // another incarnation may have its name
  if (!*at) return;
  *at = who.next_named;
  --s.actors;
}

result<name_table::entry> name_table::find(std::string_view path) const {
  std::uint64_t parent = 0;
  std::string_view rest = path;
  for (;;) {
    const std::size_t slash = rest.find('/');
    const key wanted{parent, rest.substr(0, slash)};
    const std::uint64_t hash = hash_of(wanted);
    const shard& s = shard_of(hash);
    sync::lock_guard guard(s.lock);
    const identity* who = s.find(wanted, hash);
    if (!who) return error(errc::no_such_actor, path);
    if (slash == rest.npos) return entry{who->ref(), who->self->type()};
    parent = number_of(who);
    rest.remove_prefix(slash + 1);
  }
}

} // namespace akt::inline v0::detail
