// SPDX-License-Identifier: Apache-2.0
#include "akt/core/log.hpp"

#include <gtest/gtest.h>

TEST(log, goes_to_standard_error_as_one_line) {
  testing::internal::CaptureStderr();
  akt::log_to_stderr(std::string_view("a line and more").substr(0, 6));
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "akt: a line\n");
}
