// SPDX-License-Identifier: Apache-2.0
//
// Many threads stop one actor, or one system; and nothing runs any more once it is said to.
#include "threads_test_support.hpp"

namespace stopping_tests {

namespace {

struct Go {};

class Mortal {
public:
  explicit Mortal(std::atomic<int>* ended) : ended_(ended) {}
  ~Mortal() { ended_->fetch_add(1); }
  void on(Go) {}

private:
  std::atomic<int>* ended_;
};

/// Calls f(0), f(1), ... on as many threads, at the same time.
template <class F>
void at_once(int threads, F f) {
  std::latch all_there(threads);
  std::vector<std::thread> running;
  for (int t = 0; t < threads; ++t)
    running.emplace_back([&, t] {
      all_there.arrive_and_wait();
      f(t);
    });
  for (auto& thread : running) thread.join();
}

akt::system_options with_two_workers() {
  akt::system_options o;
  o.name = "stops";
  o.workers = 2;
  return o;
}

using stopping_on_threads = akt_test::threaded;

} // namespace

// STOP-04
TEST_F(stopping_on_threads, an_actor_by_ten_at_once_ends_it_once) {
  std::atomic<int> ended{0};
  for (int round = 1; round <= 20; ++round) {
    auto mortal = system.spawn<Mortal>(akt::anonymous, &ended);
    at_once(10, [&](int t) {
      mortal.tell<Go>();
      t % 2 == 0 ? mortal.stop() : mortal.stop(akt::now);
    });
    ASSERT_TRUE(system.wait_until([&] { return system.actors_alive() == 0; }));
    EXPECT_EQ(ended.load(), round);
  }
}

// SYS-06
TEST(system_stops, of_several_threads_at_once_all_return_when_every_actor_has_ended) {
  for (int round = 0; round < 10; ++round) {
    std::atomic<int> ended{0};
    akt_test::checked_system system(with_two_workers());
    for (int i = 0; i < 100; ++i) system.spawn<Mortal>(akt::anonymous, &ended).tell<Go>();
    at_once(4, [&](int) {
      system.stop();
      EXPECT_EQ(ended.load(), 100);
    });
  }
}

namespace {

/// Runs far longer than the system's stop() would like to wait.
struct Lingerer {
  std::latch *inside, *release;
  std::atomic<bool>* stopped;
  void on(Go) {
    inside->count_down();
    release->wait();
    for (int i = 0; i < 1000; ++i) std::this_thread::yield();
    EXPECT_FALSE(stopped->load());
  }
};

} // namespace

// DISP-06
TEST(system_stops, return_when_no_worker_runs_a_handler_any_more) {
  std::latch inside(2), release(1);
  std::atomic<bool> stopped{false};
  auto options = with_two_workers();
  options.stop_timeout = std::chrono::milliseconds(1);
  akt_test::checked_system system(options);
  for (int i = 0; i < 2; ++i)
    system.spawn<Lingerer>(akt::anonymous, &inside, &release, &stopped).tell<Go>();
  inside.wait();
  std::thread later([&, until = system.core().clock.now() + std::chrono::milliseconds(30)] {
    while (system.core().clock.now() < until) std::this_thread::yield();
    release.count_down();
  });
  system.stop();
  stopped.store(true);
  later.join();
}

namespace {

struct Ender {
  std::latch* over;
  void on(Go) { over->count_down(); }
};

} // namespace

// DISP-05: unlike there, a handler does not stop its system itself; it tells who may.
TEST(system_stops, may_be_called_for_by_a_handler) {
  std::latch over(1);
  akt_test::checked_system system(with_two_workers());
  system.spawn<Ender>("ender", &over).tell<Go>();
  over.wait();
  system.stop();
  EXPECT_EQ(system.actors_alive(), 0u);
}

} // namespace stopping_tests
