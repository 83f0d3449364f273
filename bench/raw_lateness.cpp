// SPDX-License-Identifier: Apache-2.0
//
// How long the machine stands still: what is late by as much is nobody's fault.
#include "raw.hpp"

#include <algorithm>
#include <thread>
#include <vector>

namespace raw {
namespace {

constexpr std::int64_t watched_ns = 500'000'000;

/// Of a thread that does nothing but read the clock.
std::int64_t longest_pause_ns() {
  const std::int64_t began = now_ns();
  std::int64_t longest = 0;
  for (std::int64_t last = began; last < began + watched_ns;) {
    const std::int64_t now = now_ns();
    longest = std::max(longest, now - last);
    last = now;
  }
  return longest;
}

std::int64_t longest_pause_of(unsigned threads) {
  std::vector<std::int64_t> longest(threads);
  std::vector<std::thread> all;
  for (auto& of_one : longest) all.emplace_back([&of_one] { of_one = longest_pause_ns(); });
  for (auto& t : all) t.join();
  return *std::max_element(longest.begin(), longest.end());
}

} // namespace

void pauses() {
  result("pause_one", double(longest_pause_of(1)), "ns");
  const unsigned cores = std::thread::hardware_concurrency();
  if (cores > 1) result("pause_all", double(longest_pause_of(cores)), "ns");
}

} // namespace raw
