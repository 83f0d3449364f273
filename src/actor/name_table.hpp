// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/any_ref.hpp"
#include "akt/core/result.hpp"

#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace akt::inline v0::detail {

/// Names of living actors. Thread-safe; sharded by name. Not on the message path.
class name_table {
public:
  struct entry {
    any_ref actor;
    const actor_type* type;
  };

  /// errc::name_taken naming the owner's type, or errc::invalid_name.
  result<unit> claim(std::string_view name, entry e);

  /// Frees the name if it is still this incarnation's.
  void release(std::string_view name, any_ref owner) noexcept;

  result<entry> find(std::string_view name) const;

  /// The name of a cell's occupant, or empty. Looks at all names: for reports.
  std::string name_of(const cell& c) const;

  /// 1 to 255 characters: letters, digits, '-', '_', '.', first a letter or digit, not "akt.…".
  static bool is_valid(std::string_view name) noexcept;

private:
  static constexpr std::size_t shard_count = 64;
  struct text_hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept;
  };
  struct shard {
    mutable std::mutex mutex; // guards names
    std::unordered_map<std::string, entry, text_hash, std::equal_to<>> names;
  };
  shard& shard_of(std::string_view name) const noexcept;

  mutable shard shards_[shard_count];
};

} // namespace akt::inline v0::detail
