// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/envelope.hpp"

#include "reply_slot.hpp"

#include <memory>

namespace akt::inline v0::detail {

/// A thread outside of the actors that waits for a reply. Its number, with the top bit set, stands
/// where an asking actor's cell index would.
struct alignas(64) external_waiter {
  reply_slot<envelope> slot;
  std::uint32_t index = 0;
  std::uint32_t sequence = 0;
  std::uint32_t free_next = 0;

  /// As envelopes carry it: see envelope::ext.
  std::uint32_t odd_sequence() const noexcept { return sequence << 1 | 1; }
};

/// The waiters of a system: type-stable, pooled. Thread-safe.
class waiter_table {
public:
  static constexpr std::uint32_t index_bit = 1u << 31;

  ~waiter_table();

  /// A waiter with a fresh sequence, armed; null: too many threads wait (65,536).
  external_waiter* take() noexcept;
  /// Afterwards the caller may touch nothing of the system: its end waits for in_use() to be 0.
  void give(external_waiter& w) noexcept;
  std::uint32_t in_use() const noexcept {
    return in_use_.load(sync::acquire); // pairs with give()
  }

  /// `index` with or without the top bit; null: never was.
  external_waiter* at(std::uint32_t index) const noexcept;
  /// Pairs with the store in take().
  std::uint32_t made() const noexcept { return made_.load(sync::acquire); }

private:
  static constexpr std::uint32_t chunk_waiters = 64;
  static constexpr std::uint32_t chunks_max = 1024;
  static constexpr std::uint32_t none = ~0u;

  sync::spin_lock lock_; // guards free_ and the making of waiters
  std::uint32_t free_ = none;
  sync::atomic<std::uint32_t> made_{0};
  sync::atomic<std::uint32_t> in_use_{0};
  sync::atomic<external_waiter*> chunks_[chunks_max]{};
};

} // namespace akt::inline v0::detail
