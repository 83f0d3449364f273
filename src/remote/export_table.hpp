// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/any_ref.hpp"
#include "akt/core/random.hpp"

#include <mutex>
#include <optional>
#include <unordered_map>

namespace akt::inline v0::remote::detail {

/// The local actors that other nodes know, by random 64-bit ids that nobody can guess. Thread-safe.
/// An entry is made when a reference is first encoded and goes with its actor.
class export_table {
public:
  /// Ids below are the runtime's own actors'; 0 is nobody.
  static constexpr std::uint64_t reserved_ids = 256;

  struct entry {
    any_ref actor;
    const akt::detail::actor_type* type;
  };

  export_table(random_stream ids, std::size_t entries_max) noexcept
      : ids_(ids), entries_max_(entries_max) {}

  /// The id of a local actor; 0: it has ended; none: the table is full.
  std::optional<std::uint64_t> id_of(any_ref actor);

  /// None: never was, or has ended.
  std::optional<entry> find(std::uint64_t id) const;

  void actor_ended(std::uint32_t cell_index, std::uint32_t generation) noexcept;
  std::size_t size() const;

  /// Gives an actor a fixed id: for the receptionist.
  void put(std::uint64_t id, any_ref actor);

private:
  static std::uint64_t key(std::uint32_t index, std::uint32_t generation) noexcept {
    return std::uint64_t(index) << 32 | generation;
  }

  mutable std::mutex mutex_; // guards all below
  random_stream ids_;
  std::size_t entries_max_;
  std::unordered_map<std::uint64_t, entry> by_id_;
  std::unordered_map<std::uint64_t, std::uint64_t> by_actor_;
};

} // namespace akt::inline v0::remote::detail
