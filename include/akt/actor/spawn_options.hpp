// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/supervisor.hpp"

#include <concepts>
#include <cstdint>
#include <optional>
#include <string_view>

namespace akt::inline v0 {

/// For actors without a name.
struct anonymous_t {
  explicit constexpr anonymous_t() = default;
};
inline constexpr anonymous_t anonymous{};

/// Messages that an actor may have stashed, unless its spawn says otherwise.
inline constexpr std::uint32_t stash_max_default = 1000;

/// How an actor is spawned. Thread-compatible.
struct spawn_options {
  /// Unique among the living children of the parent, or among the actors without one: 1 to 255
  /// characters, letters, digits, '-', '_' and '.', first a letter or digit. Empty: no name.
  std::string_view name{};
  /// What happens when the actor fails; without one the system's default holds.
  std::optional<akt::supervisor> supervise{};
  /// Keeps the arguments for ref.restart() also where no rule restarts.
  bool restartable = false;
  /// What is stashed beyond it has the fate `stash_full`.
  std::uint32_t stash_max = stash_max_default;
  /// How long its `started` may wait, at most 24 days; then the start has failed with
  /// errc::timeout. Without one the system's default holds, never the parent's.
  std::optional<duration> start_timeout{};
};

namespace detail {

/// What a spawn's first argument may be beside spawn_options.
template <class How>
concept name_or_none =
    std::convertible_to<const How&, std::string_view> || std::same_as<How, anonymous_t>;

inline constexpr std::string_view name_of(std::string_view name) noexcept { return name; }
inline constexpr std::string_view name_of(anonymous_t) noexcept { return {}; }

} // namespace detail
} // namespace akt::inline v0
