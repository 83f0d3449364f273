// SPDX-License-Identifier: Apache-2.0
//
// Blocking calls that take too long, on real threads.
#include "threads_test_support.hpp"

namespace offload_tests {

namespace {

using offloads_on_threads = akt_test::threaded;

struct Fetch {
  int value;
  std::latch* release;
  akt::duration patience;
};
struct Fetcher {
  akt::task<akt::result<int>> on(Fetch m) {
    auto slow = [](int value, std::latch* release) {
      release->wait();
      return value;
    };
    co_return co_await akt::offload(slow, m.value, m.release).within(m.patience);
  }
};

} // namespace

// PIPE-03: unlike there, it is the waiting handler that hears of it.
TEST_F(offloads_on_threads, that_take_too_long_are_a_timeout_and_their_results_reach_nobody) {
  auto fetcher = system.spawn<Fetcher>("fetcher");
  std::latch first(1), second(1);
  auto late = fetcher.ask<Fetch>(1, &first, std::chrono::milliseconds(10)).get();
  ASSERT_FALSE(late);
  EXPECT_TRUE(late.error() == akt::errc::timeout) << late.error().message();
  std::latch answered(1);
  int got = 0;
  fetcher.ask<Fetch>(2, &second, std::chrono::minutes(1)).then([&](const akt::result<int>& r) {
    got = r ? *r : -1;
    answered.count_down();
  });
  first.count_down(); // while the second call is under way
  ASSERT_TRUE(system.wait_until([&] { return system.fates()[akt::fate::expired] == 1; }));
  second.count_down();
  answered.wait();
  EXPECT_EQ(got, 2);
}

} // namespace offload_tests
