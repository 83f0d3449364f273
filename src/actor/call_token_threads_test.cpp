// SPDX-License-Identifier: Apache-2.0
//
// Blocking calls that look whether anybody still waits for them.
#include "threads_test_support.hpp"

namespace call_token_tests {

namespace {

using call_tokens = akt_test::threaded;

struct Search {
  std::latch* begun;
  std::latch* given_up;
  akt::duration patience;
};
struct Square {
  int n;
};
struct Searcher {
  akt::task<akt::result<int>> on(Search m) {
    auto search = [](akt::call_token token, std::latch* begun, std::latch* given_up) {
      begun->count_down();
      while (!token.given_up()) std::this_thread::yield();
      given_up->count_down();
      return 1;
    };
    co_return co_await akt::offload(search, m.begun, m.given_up).within(m.patience);
  }
  akt::task<akt::result<int>> on(Square m) {
    auto square = [](akt::call_token token, int n) { return token.given_up() ? -1 : n * n; };
    co_return co_await akt::offload(square, m.n);
  }
};

} // namespace

// PIPE-08: the token; of a call that is under way.
TEST_F(call_tokens, say_that_the_time_of_the_wait_is_over) {
  std::latch begun(1), given_up(1);
  auto searcher = system.spawn<Searcher>("searcher");
  auto answer = searcher.ask<Search>(&begun, &given_up, std::chrono::milliseconds(10)).get();
  ASSERT_FALSE(answer);
  EXPECT_TRUE(answer.error() == akt::errc::timeout) << answer.error().message();
  given_up.wait();
}

TEST_F(call_tokens, say_that_the_actor_has_ended) {
  std::latch begun(1), given_up(1);
  auto searcher = system.spawn<Searcher>("searcher");
  searcher.tell<Search>(&begun, &given_up, std::chrono::hours(1));
  begun.wait();
  searcher.stop(akt::now);
  given_up.wait();
}

TEST_F(call_tokens, say_nothing_while_somebody_waits) {
  auto searcher = system.spawn<Searcher>("searcher");
  for (int i = 1; i < 100; ++i) EXPECT_EQ(searcher.ask<Square>(i).get().value(), i * i);
}

} // namespace call_token_tests
