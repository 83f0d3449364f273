// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace akt::inline v0 {

/// Where the runtime says what nobody asked for: an actor failed, a handler runs for long. One line
/// without its end. Called from any thread, also within a turn: must not block for long, nor throw.
using log_function = void (*)(std::string_view line) noexcept;

/// The line behind "akt: ", to standard error.
void log_to_stderr(std::string_view line) noexcept;

} // namespace akt::inline v0
