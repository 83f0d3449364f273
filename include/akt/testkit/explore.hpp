// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/testkit/kit.hpp"

#include <functional>
#include <optional>
#include <source_location>

namespace akt::inline v0::testkit {

/// A variable of the process's environment, or null. Nothing else in akt reads it.
const char* environment_variable(const char* name) noexcept;

/// How a test is explored. Thread-compatible.
struct explore_options {
  kit_options first{};        ///< of the first run; those after it differ by the next seeds
  std::uint64_t seeds = 1000; ///< runs at most
  /// Asked for AKT_SEED and AKT_POLICY. If the first is set, there is that one run only.
  const char* (*variable)(const char* name) = &environment_variable;
};

/// What came of it. Thread-compatible.
struct exploration {
  std::uint64_t runs = 0;   ///< the one that failed included
  std::uint64_t traces = 0; ///< different ones, by their hash
  bool replayed = false;    ///< AKT_SEED named the one run

  /// The first run that failed.
  struct failure {
    kit_options options;
    std::string what;  ///< the first that failed in it, with file and line
    std::string trace; ///< hash, as of the end of the body
    std::string line;  ///< for a shell: runs it again
  };
  std::optional<failure> failed;

  /// No run failed.
  explicit operator bool() const noexcept { return !failed; }
};

/// Runs `body` with a new kit for each seed, until one fails: by a probe, by check(), by the kit's
/// end, by an exception, or by the test framework's own checks where use() has told how to see
/// them. That is a failure at the caller's line whose last line runs it again.
///
/// Bound to the calling thread. Throws bad_result with errc::invalid_argument for an unknown
/// policy, and for no seeds. The body must depend on nothing but its kit; an assertion that ends
/// the process ends it unsaid.
exploration explore(const explore_options& options, const std::function<void(kit&)>& body,
                    std::source_location at = std::source_location::current());

} // namespace akt::inline v0::testkit
