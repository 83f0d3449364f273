// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support.hpp"

#include <span>

namespace bench {

using u64 = std::uint64_t;

struct Num {
  u64 v;
};
struct Tick {};

/// A row of the macro benchmark: prints its result lines.
struct row {
  const char* name;
  void (*run)();
};

std::span<const row> message_rows() noexcept;
std::span<const row> ask_rows() noexcept;
std::span<const row> memory_rows() noexcept;
std::span<const row> latency_rows() noexcept;
std::span<const row> link_rows() noexcept;
std::span<const row> life_rows() noexcept;

} // namespace bench
