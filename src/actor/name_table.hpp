// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/core/result.hpp"

#include "identity.hpp"

#include <mutex>
#include <string_view>
#include <unordered_set>

namespace akt::inline v0::detail {

/// Names of living actors, unique among the children of one parent. Thread-safe; sharded by name.
/// Not on the message path.
class name_table {
public:
  struct entry {
    any_ref actor;
    const actor_type* type;
  };

  /// Enters the name of an actor, whose cell is occupied. errc::name_taken naming the owner's type.
  result<unit> claim(identity& who);

  /// Frees the name of an actor that ends.
  void release(identity& who) noexcept;

  /// The actor of that path below the system: "parent/child". Errors: no_such_actor.
  result<entry> find(std::string_view path) const;

  /// The actor of that name below `parent`, null: among those without one. Errors: no_such_actor.
  result<entry> find_child(const identity* parent, std::string_view name) const;

  /// 1 to 255 characters: letters, digits, '-', '_', '.', first a letter or digit, not "akt.…".
  static bool is_valid(std::string_view name) noexcept;

private:
  static constexpr std::size_t shard_count = 64;

  /// A name and whose child has it: the parent's cell index and generation, 0 for none.
  struct key {
    std::uint64_t parent;
    std::string_view name;
    bool operator==(const key&) const = default;
  };
  static key key_of(const identity& who) noexcept;

  /// An actor that has a name, hashed and compared by its key.
  struct named {
    identity* who;
  };
  static key key_of(const named& n) noexcept { return key_of(*n.who); }
  static key key_of(const key& k) noexcept { return k; }
  static std::size_t hash_of(const key& k) noexcept;
  struct by_key_hash {
    using is_transparent = void;
    std::size_t operator()(const auto& k) const noexcept { return hash_of(key_of(k)); }
  };
  struct by_key_equal {
    using is_transparent = void;
    bool operator()(const auto& a, const auto& b) const noexcept { return key_of(a) == key_of(b); }
  };
  struct shard {
    mutable std::mutex mutex; // guards actors, and keeps those that are in it from ending
    std::unordered_set<named, by_key_hash, by_key_equal> actors;
  };
  shard& shard_of(const key& k) const noexcept;

  mutable shard shards_[shard_count];
};

} // namespace akt::inline v0::detail
