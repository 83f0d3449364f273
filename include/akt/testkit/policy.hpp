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
/// Thread-compatible.
struct choice {
  enum class kind : std::uint8_t { cell, packet, job, time };
  kind what;
  std::uint32_t node;
  std::uint32_t index; ///< of the cell, the link, or the job; time passes to the next alarm: 0
};

/// Who is next: a seeded choice. Thread-compatible: owned by one world and called on its thread.
class policy {
public:
  virtual ~policy() = default;

  /// The place of the chosen one. Requires: at least one choice.
  virtual std::size_t pick(std::span<const choice> choices) = 0;

  /// Of pct: changes of priority so far.
  virtual std::uint64_t changes() const noexcept { return 0; }

  /// Of a replay, asked at the end of a run: why it is none of this run; empty: it fits.
  virtual std::string complaint() const { return {}; }
};

/// "random"; "pct:D" or "pct:D:STEPS": random priorities with D - 1 changes within so many steps,
/// 2000 unless said; or "replay:FILE": a list of numbers as world::write_choices() wrote it, of
/// this seed. Errors: invalid_argument.
result<std::unique_ptr<policy>> make_policy(std::string_view text, random_stream stream,
                                            std::uint64_t seed);

} // namespace akt::inline v0::sim
