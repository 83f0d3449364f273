// SPDX-License-Identifier: Apache-2.0
//
// For tests with GoogleTest. The testkit itself knows no framework: this header needs GoogleTest,
// and akt/testkit.hpp does not include it.
#pragma once

#include "akt/testkit/kit.hpp"

#include <gtest/gtest.h>

namespace akt::inline v0::testkit {

/// What a failed expectation is in GoogleTest, how explore() sees that an EXPECT or ASSERT has
/// failed, and how a test is run alone.
inline test_framework googletest() noexcept {
  return {[](const std::string& what, const char* file, int line) {
            ADD_FAILURE_AT(file, line) << what;
          },
          [] { return testing::Test::HasFailure(); },
          [] {
            const auto* test = testing::UnitTest::GetInstance()->current_test_info();
            return test ? std::string("--gtest_filter=") + test->test_suite_name() + "." +
                              test->name()
                        : std::string();
          }};
}

} // namespace akt::inline v0::testkit
