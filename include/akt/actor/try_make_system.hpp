// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/actor_system.hpp"

#include <memory>

namespace akt::inline v0 {

/// A system, or why there is none: errc::invalid_name, errc::invalid_argument. Any thread.
result<std::unique_ptr<actor_system>> try_make_system(system_options options);

} // namespace akt::inline v0
