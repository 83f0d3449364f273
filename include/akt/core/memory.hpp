// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace akt::inline v0 {

/// The memory seam: where slabs for cells, envelopes, frames and objects come from.
///
/// Thread-safe. A refusal is an expected outcome (errc::over_budget), never a crash; the message
/// path asks only when its pools are dry.
class memory {
public:
  virtual ~memory() = default;

  /// `bytes` of zeroed memory, aligned to `alignment` (a power of two), or null: refused.
  virtual void* map(std::size_t bytes, std::size_t alignment) noexcept = 0;

  /// Gives back what map() returned, with the same size.
  virtual void unmap(void* address, std::size_t bytes) noexcept = 0;

  /// Gives back what map() returned, with the same size, where stale references may still name
  /// addresses in it: they read as zero from now on, and nothing else ever lies there. By default
  /// unmap(): then nobody may use them.
  virtual void retire(void* address, std::size_t bytes) noexcept;

  /// Says that what lies in [address, address + bytes), whole pages of a map(), is not needed any
  /// more; it may read as zero from now on. A hint.
  virtual void discard(void* address, std::size_t bytes) noexcept;

  /// Says that [address, address + bytes) will be filled soon and densely. A hint.
  virtual void expect_dense(void* address, std::size_t bytes) noexcept;
};

/// Mapped pages of the operating system, without a limit of its own. Lives for ever.
memory& system_memory() noexcept;

} // namespace akt::inline v0
