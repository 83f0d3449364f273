// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/core/block_pool.hpp"

#if AKT_ASAN
#include <sanitizer/asan_interface.h>
#endif

namespace akt::inline v0 {

namespace detail {
inline void unpoison([[maybe_unused]] void* p, [[maybe_unused]] std::size_t n) {
#if AKT_ASAN
  ASAN_UNPOISON_MEMORY_REGION(p, n);
#endif
}
} // namespace detail

/// The head of a slab: its bytes are aligned to themselves, so that a block finds its slab by a
/// mask. What guards its class guards it, but for `in_depot`: trim_lock_.
struct block_pool::slab {
  static constexpr std::size_t bytes = slab_source::slab_bytes;
  static constexpr std::size_t header_bytes = 64;

  slab* next;
  std::uint32_t carved; // blocks that caches have taken
  std::uint32_t capacity;
  std::uint32_t in_depot; // while trimming
  std::uint32_t cls;

  char* block(std::uint32_t i) noexcept {
    return reinterpret_cast<char*>(this) + header_bytes + i * block_bytes(cls);
  }
  static slab* of(void* block) noexcept {
    return reinterpret_cast<slab*>(reinterpret_cast<std::uintptr_t>(block) & ~(bytes - 1));
  }
};

} // namespace akt::inline v0
