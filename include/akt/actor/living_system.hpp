// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/fwd.hpp"

#include <cstdint>

namespace akt::inline v0::detail {

/// Names a system for the life of the process, also after its end.
std::uint64_t serial_of(const system_core&) noexcept;

/// Keeps a system from ending while this lives, if it has not ended yet. Any thread; short, because
/// whoever destroys the system waits for it. On a turn of the system it costs nothing.
class living_system {
public:
  living_system(system_core*, std::uint64_t serial) noexcept;
  ~living_system();
  living_system(const living_system&) = delete;
  living_system& operator=(const living_system&) = delete;

  explicit operator bool() const noexcept { return core_ != nullptr; }

private:
  system_core* core_;
  bool pinned_;
};

} // namespace akt::inline v0::detail
