// SPDX-License-Identifier: Apache-2.0
#include "name_table.hpp"

#include "akt/core/hash.hpp"

namespace akt::inline v0::detail {
namespace {

constexpr std::size_t name_bytes_max = 255;

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

} // namespace

std::size_t name_table::text_hash::operator()(std::string_view text) const noexcept {
  return static_cast<std::size_t>(hash_string(text));
}

bool name_table::is_valid(std::string_view name) noexcept {
  if (name.empty() || name.size() > name_bytes_max || !is_alphanumeric(name[0])) return false;
  for (char c : name)
    if (!is_alphanumeric(c) && c != '-' && c != '_' && c != '.') return false;
  return !name.starts_with("akt.");
}

name_table::shard& name_table::shard_of(std::string_view name) const noexcept {
  return shards_[(hash_string(name) >> 32) % shard_count];
}

result<unit> name_table::claim(std::string_view name, entry e) {
  if (!is_valid(name)) return error(errc::invalid_name, name);
  shard& s = shard_of(name);
  std::lock_guard guard(s.mutex);
  auto [at, fresh] = s.names.try_emplace(std::string(name), e);
  if (fresh) return unit{};
  std::string both = std::string(name) + " belongs to a living " +
                     std::string(at->second.type->name) + ", wanted for a " +
                     std::string(e.type->name);
  return error(errc::name_taken, both);
}

void name_table::release(std::string_view name, any_ref owner) noexcept {
  shard& s = shard_of(name);
  std::lock_guard guard(s.mutex);
  auto at = s.names.find(name);
  if (at != s.names.end() && at->second.actor == owner) s.names.erase(at);
}

std::string name_table::name_of(const cell& c) const {
  auto where = reinterpret_cast<std::uint64_t>(&c);
  for (const shard& s : shards_) {
    std::lock_guard guard(s.mutex);
    for (const auto& [name, owner] : s.names)
      if (owner.actor.where() == where) return name;
  }
  return {};
}

result<name_table::entry> name_table::find(std::string_view name) const {
  shard& s = shard_of(name);
  std::lock_guard guard(s.mutex);
  auto at = s.names.find(name);
  if (at == s.names.end()) return error(errc::no_such_actor, name);
  return at->second;
}

} // namespace akt::inline v0::detail
