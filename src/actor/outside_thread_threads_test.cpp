// SPDX-License-Identifier: Apache-2.0
//
// What threads outside of a system hold when it ends: answers they owe, asks they have not sent.
#include "threads_test_support.hpp"

#include <future>
#include <optional>

namespace outside_thread_tests {

namespace {

using port = akt::reply_port<int>;

struct Ask {};
struct Keep {};

/// Gives the ways to answer it away.
struct Giver {
  std::promise<port>* given;

  akt::task<akt::result<int>> on(Ask) {
    auto give = [this](port p) { given->set_value(std::move(p)); };
    co_return co_await akt::from_callback<int>(give);
  }
};

struct Echo {
  int on(Ask) const { return 7; }
};

struct Promiser {
  akt::deferred<int>* kept;
  akt::deferred<int> on(Keep) {
    akt::deferred<int> later;
    *kept = later;
    return later;
  }
};

akt::system_options quick() {
  akt::system_options o;
  o.name = "quick";
  o.workers = 1;
  o.stop_timeout = std::chrono::milliseconds(1);
  return o;
}

} // namespace

TEST(outside_thread, a_reply_port_outlives_its_system_and_does_nothing) {
  std::promise<port> to_drop, to_fulfil;
  auto later_dropped = to_drop.get_future(), later_fulfilled = to_fulfil.get_future();
  std::optional<port> dropped, fulfilled;
  {
    akt_test::checked_system system(quick());
    system.spawn<Giver>("one", &to_drop).tell<Ask>();
    system.spawn<Giver>("other", &to_fulfil).tell<Ask>();
    dropped.emplace(later_dropped.get());
    fulfilled.emplace(later_fulfilled.get());
  }
  EXPECT_FALSE(fulfilled->fulfil(1));
  EXPECT_FALSE(fulfilled->fail(akt::errc::rejected));
  dropped.reset();
}

TEST(outside_thread, a_reply_port_that_meets_the_end_of_its_system_harms_nobody) {
  for (int round = 0; round < 200; ++round) {
    std::promise<port> given;
    auto later = given.get_future();
    std::latch begin(2);
    std::thread other;
    {
      akt_test::checked_system system(quick());
      system.spawn<Giver>("giver", &given).tell<Ask>();
      other = std::thread([&, kept = later.get()]() mutable {
        begin.arrive_and_wait();
        (void)kept.fulfil(1); // whether anybody still waits is a race
      });
      begin.arrive_and_wait();
    }
    other.join();
  }
}

TEST(outside_thread, an_ask_that_is_dropped_after_the_stop_gives_its_memory_back) {
  akt_test::checked_system system(quick());
  auto echo = system.spawn<Echo>("echo");
  {
    auto unsent = echo.ask<Ask>();
    system.stop();
  }
  auto letters_before = system.fates()[akt::fate::stopped];
  echo.tell<Ask>();
  EXPECT_EQ(system.fates()[akt::fate::stopped], letters_before + 1);
} // and the system ends without an assertion

TEST(outside_thread_death, an_ask_that_outlives_its_system_is_an_assertion) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  auto die = [] {
    std::optional<akt::request<int>> unsent;
    akt::actor_system system(quick());
    unsent.emplace(system.spawn<Echo>("echo").ask<Ask>());
  };
  EXPECT_DEATH(die(), "a deferred, or an ask that was not sent, outlives its system: quick");
}

TEST(outside_thread_death, a_deferred_that_outlives_its_system_is_an_assertion) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  auto die = [] {
    akt::deferred<int> kept;
    akt::actor_system system("patient");
    system.spawn<Promiser>("promiser", &kept).tell<Keep>();
  };
  EXPECT_DEATH(die(), "a deferred, or an ask that was not sent, outlives its system: patient");
}

} // namespace outside_thread_tests
