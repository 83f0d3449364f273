// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace akt::inline v0::wire {

/// True if `text` is UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view text) noexcept;

} // namespace akt::inline v0::wire
