// SPDX-License-Identifier: Apache-2.0
#include "akt/core/assert.hpp"

#include <cstdio>
#include <cstdlib>

namespace akt::inline v0 {

void assertion_failed(const char* what, const char* file, int line, const char* detail) noexcept {
  std::fprintf(stderr, "akt: assertion failed: %s%s%s (%s:%d)\n", what, detail ? ": " : "",
               detail ? detail : "", file, line);
  std::abort();
}

} // namespace akt::inline v0
