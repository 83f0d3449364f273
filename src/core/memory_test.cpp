// SPDX-License-Identifier: Apache-2.0
#include "akt/core/memory.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <fstream>
#include <set>
#include <string>

TEST(memory, maps_aligned_zeroed_pages_and_takes_them_back) {
  constexpr std::size_t bytes = 1 << 20;
  void* p = akt::system_memory().map(bytes, bytes);
  ASSERT_NE(p, nullptr);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(p) % bytes, 0u);
  EXPECT_EQ(static_cast<char*>(p)[bytes - 1], 0);
  std::memset(p, 1, bytes);
  akt::system_memory().unmap(p, bytes);
}

namespace {

std::size_t pages_of_this_process() {
  std::ifstream statm("/proc/self/statm");
  std::size_t pages = 0;
  statm >> pages;
  return pages;
}

} // namespace

TEST(memory, of_a_size_that_is_no_multiple_of_a_page_goes_back_as_a_whole) {
  auto before = pages_of_this_process();
  for (int i = 0; i < 1000; ++i) {
    void* p = akt::system_memory().map(5000, 4096);
    ASSERT_NE(p, nullptr);
    std::memset(p, 1, 5000);
    akt::system_memory().unmap(p, 5000);
  }
  EXPECT_LT(pages_of_this_process(), before + 100);
}

namespace {

std::size_t mappings_of_this_process() {
  std::ifstream maps("/proc/self/maps");
  std::size_t lines = 0;
  for (std::string line; std::getline(maps, line);) ++lines;
  return lines;
}

} // namespace

TEST(memory, that_is_retired_reads_as_zero_for_ever_and_takes_few_mappings) {
  constexpr std::size_t bytes = 16 << 20;
  constexpr int many = 400;
  std::set<const char*> retired;
  const auto mappings = mappings_of_this_process();
  for (int i = 0; i < many; ++i) {
    auto* p = static_cast<char*>(akt::system_memory().map(bytes, 2 << 20));
    ASSERT_NE(p, nullptr);
    p[0] = p[bytes - 1] = 1;
    akt::system_memory().retire(p, bytes);
    retired.insert(p);
  }
  EXPECT_EQ(retired.size(), std::size_t(many)) << "no address was given twice";
  for (const char* p : retired) EXPECT_EQ(p[0] + p[bytes - 1], 0);
  EXPECT_LT(mappings_of_this_process(), mappings + many / 8);
}

TEST(memory, an_impossible_size_is_refused) {
  EXPECT_EQ(akt::system_memory().map(std::size_t(1) << 60, 4096), nullptr);
}
