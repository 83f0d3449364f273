// SPDX-License-Identifier: Apache-2.0
#include "akt/core/log.hpp"

#include <cstdio>

namespace akt::inline v0 {

void log_to_stderr(std::string_view line) noexcept {
  std::fprintf(stderr, "akt: %.*s\n", static_cast<int>(line.size()), line.data());
}

} // namespace akt::inline v0
