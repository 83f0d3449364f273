// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/pending.hpp"

namespace akt::inline v0::detail {

/// Finds a wait by its sequence number where an actor has so many that a walk along the list takes
/// long: a hash table with chains, made when a walk was long, gone with the actor. Belongs to its
/// turn. Where memory is refused the walks stay long.
class wait_index {
public:
  /// Looks at a list before there is an index.
  static constexpr std::uint32_t walk_max = 32;

  bool in_use() const noexcept { return slots_ != nullptr; }

  /// The wait of that number in the list of `head`, or null.
  pending* find(block_cache&, pending& head, std::uint32_t sequence) noexcept;

  /// Requires: in_use(), and `p` is linked.
  void add(block_cache&, pending& p) noexcept;

  /// Gives the memory back. Those that are in it stay in their list.
  void release(block_cache&) noexcept;

private:
  void build(block_cache&, pending& head, std::uint32_t waits) noexcept;
  void put(pending& p) noexcept;

  pending** slots_ = nullptr;
  std::uint32_t slots_count_ = 0; // a power of two
  std::uint32_t added_ = 0;       // since it was made: a bound of what is in it
};

} // namespace akt::inline v0::detail
