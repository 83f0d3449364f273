// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace akt::inline v0 {

/// Prints `what` with its place to standard error and aborts. For bugs, never for bad input.
///
/// Thread-safe. `what` is a full sentence without a stop; `detail` may be null.
[[noreturn]] void assertion_failed(const char* what, const char* file, int line,
                                   const char* detail = nullptr) noexcept;

} // namespace akt::inline v0

/// On in every build: the program has a bug if `condition` is false.
#define AKT_ASSERT(condition)                                                                  \
  (__builtin_expect(!(condition), 0) ? ::akt::assertion_failed(#condition, __FILE__, __LINE__) \
                                     : void(0))
