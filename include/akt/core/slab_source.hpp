// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/core/memory.hpp"
#include "akt/core/sync.hpp"

#include <cstdint>

namespace akt::inline v0 {

/// Slabs of 32 KiB, cut from regions of 2 MiB: small enough that a few living blocks pin little,
/// while a region can be backed by one huge page where much is needed at once.
///
/// Thread-safe. Slabs are aligned to their size. The memory must outlive it.
class slab_source {
public:
  static constexpr std::size_t slab_bytes = std::size_t(32) << 10;

  explicit slab_source(memory& m) noexcept : memory_(m) {}
  ~slab_source();
  slab_source(const slab_source&) = delete;
  slab_source& operator=(const slab_source&) = delete;

  /// Null: the memory refused.
  void* take() noexcept;

  /// Its pages go back at once; its region when all its slabs have come back.
  void give(void* slab) noexcept;

  /// Gives back the pages of slabs that were never taken but came with a huge page.
  void discard_free() noexcept;

private:
  static constexpr std::size_t region_bytes = std::size_t(2) << 20;
  static constexpr std::uint64_t all_free = ~std::uint64_t(0);
  static_assert(region_bytes / slab_bytes == 64);

  struct region {
    region* next;
    char* base;
    std::uint64_t free; ///< a bit per slab
  };

  memory& memory_;
  sync::spin_lock lock_; // guards the two below
  region* regions_ = nullptr;
  std::uint32_t count_ = 0;
};

} // namespace akt::inline v0
