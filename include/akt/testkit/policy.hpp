// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/core/random.hpp"
#include "akt/core/result.hpp"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace akt::inline v0::sim {

/// Something the world could do next. The key names it for good: it holds no address.
struct choice {
  enum class kind : std::uint8_t { cell, packet, job };
  kind what;
  std::uint32_t node;
  std::uint32_t index; ///< of the cell, the link, or the job
};

/// Who is next: a seeded choice. Owned by one world.
class policy {
public:
  virtual ~policy() = default;

  /// The place of the chosen one. Requires: at least one choice.
  virtual std::size_t pick(std::span<const choice> choices) = 0;
};

/// "random", "pct:D" (random priorities with D - 1 changes), or "replay:FILE" (a list of numbers as
/// world::write_choices() wrote it). Errors: invalid_argument.
result<std::unique_ptr<policy>> make_policy(std::string_view text, random_stream stream);

} // namespace akt::inline v0::sim
