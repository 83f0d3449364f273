// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "system_core.hpp"

namespace akt::inline v0::detail {

/// Threads that end give what they hold back to the systems that are registered.
void register_system(system_core&);
void unregister_system(system_core&) noexcept;

} // namespace akt::inline v0::detail
