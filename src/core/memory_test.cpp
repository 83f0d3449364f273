// SPDX-License-Identifier: Apache-2.0
#include "akt/core/memory.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>

TEST(memory, maps_aligned_zeroed_pages_and_takes_them_back) {
  constexpr std::size_t bytes = 1 << 20;
  void* p = akt::system_memory().map(bytes, bytes);
  ASSERT_NE(p, nullptr);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(p) % bytes, 0u);
  EXPECT_EQ(static_cast<char*>(p)[bytes - 1], 0);
  std::memset(p, 1, bytes);
  akt::system_memory().unmap(p, bytes);
}

TEST(memory, an_impossible_size_is_refused) {
  EXPECT_EQ(akt::system_memory().map(std::size_t(1) << 60, 4096), nullptr);
}
