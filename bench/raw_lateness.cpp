// SPDX-License-Identifier: Apache-2.0
//
// How late the machine itself is: what a thread meets that does nothing but wait. For scale: what a
// message meets is of another moment.
#include "raw.hpp"

#include <algorithm>
#include <thread>
#include <vector>

namespace raw {
namespace {

constexpr std::int64_t rate = 10'000; // as of the row lat_10k
constexpr std::int64_t times = rate / 2;

/// How late a thread that does nothing but read the clock is, one time in a thousand.
std::int64_t p999_of_waiting_ns() {
  std::vector<std::int64_t> late(times);
  const std::int64_t began = now_ns();
  std::int64_t now = began;
  for (std::int64_t i = 0; i < times; ++i) {
    const std::int64_t due = began + i * (1'000'000'000 / rate);
    while (now < due) now = now_ns();
    late[static_cast<std::size_t>(i)] = now - due;
  }
  std::sort(late.begin(), late.end());
  return late[times * 999 / 1000];
}

/// Of the worst of so many threads at a time, each with a processor of its own.
std::int64_t p999_of_waiting_ns(unsigned threads) {
  std::vector<std::int64_t> late(threads);
  std::vector<std::thread> all;
  for (unsigned i = 0; i < threads; ++i)
    all.emplace_back([&late, i] {
      use_processor(static_cast<int>(i));
      late[i] = p999_of_waiting_ns();
    });
  for (auto& t : all) t.join();
  return *std::max_element(late.begin(), late.end());
}

} // namespace

void lateness() {
  // Behind what the host does with memory that was given back just now.
  std::this_thread::sleep_for(std::chrono::seconds(1));
  result("late_one", double(p999_of_waiting_ns(1)), "ns");
  const unsigned cores = std::thread::hardware_concurrency();
  if (cores > 1) result("late_all", double(p999_of_waiting_ns(cores)), "ns");
}

} // namespace raw
