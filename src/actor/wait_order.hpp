// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "wait_index.hpp"

#include <vector>

namespace akt::inline v0::detail {

/// Finds the place of a wait among the deadlines where many wait and a walk from the end would take
/// long: it knows some of the waits, about the square root of their number apart, by their
/// sequences. Those that are over are skipped; it learns anew when a walk between two of them was
/// long. Belongs to its actor's turn. Where memory is refused the walks stay long.
class wait_order {
public:
  /// Looks from the end before this is asked.
  static constexpr std::uint32_t walk_max = 32;

  /// Behind which wait of the list of `head`, or the head, one with that deadline goes.
  pending& find(block_cache&, wait_index&, pending& head, instant deadline) noexcept;

  /// Waits that were looked at so far, for tests.
  std::uint64_t looks() const noexcept { return looks_; }

private:
  struct known {
    instant deadline;
    std::uint32_t sequence;
  };
  void learn(pending& head) noexcept;
  pending& nearest(block_cache&, wait_index&, pending& head, instant deadline) noexcept;

  std::vector<known> some_; // by deadline
  std::uint32_t apart_ = 0; // so many waits, when they were learnt
  std::uint64_t looks_ = 0;
};

} // namespace akt::inline v0::detail
