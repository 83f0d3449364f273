// SPDX-License-Identifier: Apache-2.0
#include "akt/actor/run.hpp"
#include "akt/testkit.hpp"

#include <gtest/gtest.h>

#include <csignal>

namespace signals_test {

struct listener : akt::signal_listener {
  std::vector<int> heard;
  void signalled(int signal) noexcept override { heard.push_back(signal); }
};

TEST(signals, reach_the_one_that_listens_until_they_are_given_back) {
  akt::testkit::signals signals;
  listener one, other;
  EXPECT_FALSE(signals.raise(SIGINT));
  ASSERT_TRUE(signals.listen(one));
  EXPECT_FALSE(signals.listen(other));
  EXPECT_TRUE(signals.raise(SIGTERM));
  EXPECT_EQ(one.heard, std::vector<int>{SIGTERM});
  signals.give_back();
  EXPECT_FALSE(signals.raise(SIGTERM));
  EXPECT_FALSE(signals.listen(other)) << "not closed yet";
  signals.close();
  ASSERT_TRUE(signals.listen(other));
  EXPECT_TRUE(signals.raise(SIGINT));
  EXPECT_EQ(other.heard, std::vector<int>{SIGINT});
  signals.close();
}

TEST(signals, that_nobody_can_send_are_an_assertion_and_no_endless_wait) {
  akt::testkit::signals signals;
  akt::testkit::kit_options options;
  options.system.environment.signals = &signals;
  akt::testkit::kit kit(options);
  auto body = [](akt::program& p) { p.wait(); };
  EXPECT_DEATH((void)akt::run(kit.system(), body), "a program waits, and nothing can happen");
}

} // namespace signals_test
