// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/core/result.hpp"

#include "identity.hpp"

#include <memory>
#include <string_view>

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

  static std::uint64_t hash_of(const key& k) noexcept;

  /// Chains of a hash table, linked through the identities.
  struct alignas(64) shard {
    mutable sync::spin_lock lock; // guards all below, and keeps those that are in it from ending
    std::unique_ptr<identity*[]> chains;
    std::size_t chain_count = 0; // 0 or a power of two
    std::size_t actors = 0;

    identity*& chain_of(std::uint64_t hash) const noexcept {
      return chains[hash & (chain_count - 1)];
    }
    identity* find(const key& k, std::uint64_t hash) const noexcept;
    void grow();
  };
  shard& shard_of(std::uint64_t hash) const noexcept { return shards_[(hash >> 32) % shard_count]; }

  mutable shard shards_[shard_count];
};

} // namespace akt::inline v0::detail
