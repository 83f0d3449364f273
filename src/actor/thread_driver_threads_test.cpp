// SPDX-License-Identifier: Apache-2.0
#include "thread_driver.hpp"
#include "threads_test_support.hpp"

namespace thread_driver_tests {

using namespace std::chrono_literals;

TEST(thread_driver, unpark_wakes_a_parked_worker_once) {
  akt::detail::thread_driver driver;
  EXPECT_FALSE(driver.unpark()) << "nobody sleeps";
  driver.prepare();
  std::thread other([&] { EXPECT_TRUE(driver.unpark()); });
  driver.park(60s);
  other.join();
  EXPECT_FALSE(driver.unpark());
}

TEST(thread_driver, park_returns_after_its_limit_and_cancel_takes_prepare_back) {
  akt::detail::thread_driver driver;
  driver.prepare();
  driver.park(1ms);
  driver.prepare();
  driver.cancel();
  EXPECT_FALSE(driver.unpark());
}

TEST(thread_driver, unpark_ends_a_doze_and_the_sleep_behind_it) {
  for (akt::duration lightly : {0s, 60s}) {
    akt::detail::thread_driver driver;
    driver.prepare();
    std::thread other([&] { EXPECT_TRUE(driver.unpark()); });
    driver.doze(lightly, akt::duration::max());
    other.join();
  }
}

TEST(thread_driver, a_doze_returns_after_its_limit) {
  akt::detail::thread_driver driver;
  for (akt::duration lightly : {50us, 1000us, 60'000'000us}) {
    driver.prepare();
    driver.doze(lightly, 2ms);
    EXPECT_FALSE(driver.unpark()) << "nobody sleeps";
  }
}

namespace {

std::atomic<int> drivers_alive{0};
std::atomic<int> dozes{0};
std::atomic<int> parks{0};

struct counting_driver final : akt::driver {
  counting_driver() { drivers_alive.fetch_add(1); }
  ~counting_driver() override { drivers_alive.fetch_sub(1); }
  void prepare() noexcept override { inner.prepare(); }
  void cancel() noexcept override { inner.cancel(); }
  void park(akt::duration limit) noexcept override {
    parks.fetch_add(1);
    inner.park(limit);
  }
  void doze(akt::duration lightly, akt::duration limit) noexcept override {
    if (lightly == 1s) dozes.fetch_add(1);
    inner.doze(lightly, limit);
  }
  bool unpark() noexcept override { return inner.unpark(); }
  akt::detail::thread_driver inner;
};

struct Ask {};
struct Echo {
  int on(Ask) const { return 3; }
};

} // namespace

TEST(driver_seam, workers_doze_where_work_has_come_soon) {
  akt::system_options o;
  o.workers = 1;
  o.doze_max = 1s;
  o.environment.make_driver = []() -> akt::driver* { return new counting_driver; };
  akt_test::checked_system system(o);
  auto echo = system.spawn<Echo>("echo");
  dozes.store(0);
  for (int rounds = 0; dozes.load() == 0 && rounds < 1000; ++rounds) {
    ASSERT_TRUE(system.wait_until([&] { return system.executor().rests(system.core()); }));
    EXPECT_EQ(echo.ask<Ask>().get().value(), 3);
  }
  EXPECT_GT(dozes.load(), 0);
}

TEST(driver_seam, workers_sleep_through_the_driver_of_the_environment) {
  {
    akt::system_options o;
    o.name = "driver";
    o.workers = 1;
    o.environment.make_driver = []() -> akt::driver* { return new counting_driver; };
    akt_test::checked_system system(o);
    auto echo = system.spawn<Echo>("echo");
    while (parks.load() == 0) std::this_thread::yield();
    EXPECT_EQ(echo.ask<Ask>().get().value(), 3);
    EXPECT_GT(drivers_alive.load(), 0);
  }
  EXPECT_EQ(drivers_alive.load(), 0);
}

} // namespace thread_driver_tests
