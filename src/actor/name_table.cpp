// SPDX-License-Identifier: Apache-2.0
#include "name_table.hpp"

#include "akt/core/hash.hpp"

namespace akt::inline v0::detail {
namespace {

constexpr std::size_t name_bytes_max = 255;

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

std::uint64_t number_of(const identity* who) noexcept {
  return who ? std::uint64_t(who->self->index) << 32 | who->generation : 0;
}

} // namespace

result<name_table::entry> name_table::find_child(const identity* parent,
                                                 std::string_view name) const {
  const key wanted{number_of(parent), name};
  shard& s = shard_of(wanted);
  std::lock_guard guard(s.mutex);
  auto at = s.actors.find(wanted);
  if (at == s.actors.end()) return error(errc::no_such_actor, name);
  return entry{at->who->ref(), at->who->self->type()};
}

bool name_table::is_valid(std::string_view name) noexcept {
  if (name.empty() || name.size() > name_bytes_max || !is_alphanumeric(name[0])) return false;
  for (char c : name)
    if (!is_alphanumeric(c) && c != '-' && c != '_' && c != '.') return false;
  return !name.starts_with("akt.");
}

name_table::key name_table::key_of(const identity& who) noexcept {
  return {number_of(who.parent), who.name.view()};
}

std::size_t name_table::hash_of(const key& k) noexcept {
  return static_cast<std::size_t>(hash_string(k.name) ^ mix64(k.parent));
}

name_table::shard& name_table::shard_of(const key& k) const noexcept {
  return shards_[(hash_of(k) >> 32) % shard_count];
}

result<unit> name_table::claim(identity& who) {
  const key wanted = key_of(who);
  shard& s = shard_of(wanted);
  std::lock_guard guard(s.mutex);
  auto [at, fresh] = s.actors.insert(named{&who});
  if (fresh) return unit{};
  std::string both(wanted.name);
  both.append(" belongs to a living ").append(at->who->self->type()->name);
  both.append(", wanted for a ").append(who.self->type()->name);
  return error(errc::name_taken, both);
}

void name_table::release(identity& who) noexcept {
  shard& s = shard_of(key_of(who));
  std::lock_guard guard(s.mutex);
  auto at = s.actors.find(key_of(who)); // by its key: another incarnation may have it
  if (at != s.actors.end() && at->who == &who) s.actors.erase(at);
}

result<name_table::entry> name_table::find(std::string_view path) const {
  std::uint64_t parent = 0;
  std::string_view rest = path;
  for (;;) {
    const std::size_t slash = rest.find('/');
    const key wanted{parent, rest.substr(0, slash)};
    shard& s = shard_of(wanted);
    std::lock_guard guard(s.mutex);
    auto at = s.actors.find(wanted);
    if (at == s.actors.end()) return error(errc::no_such_actor, path);
    const identity& who = *at->who;
    if (slash == rest.npos) return entry{who.ref(), who.self->type()};
    parent = number_of(&who);
    rest.remove_prefix(slash + 1);
  }
}

} // namespace akt::inline v0::detail
