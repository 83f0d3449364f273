// SPDX-License-Identifier: Apache-2.0
//
// Names and references in the hands of many threads.
#include "threads_test_support.hpp"

namespace spawning_tests {

namespace {

using spawning_on_threads = akt_test::threaded;

struct Get {};

class Only {
public:
  explicit Only(std::atomic<int>* made) { made->fetch_add(1); }
  int on(Get) const { return 5; }
};

} // namespace

// SPAWN-02: unlike there, one caller gets the actor and the others an error.
TEST_F(spawning_on_threads, one_name_by_a_hundred_at_once_makes_one_actor) {
  constexpr std::size_t callers = 100;
  std::atomic<int> made{0};
  std::latch all_there(callers);
  std::vector<akt::result<akt::actor_ref<Only>>> got(callers, akt::error(akt::errc::unknown));
  std::vector<std::thread> threads;
  for (auto& mine : got)
    threads.emplace_back([&] {
      all_there.arrive_and_wait();
      mine = system.try_spawn<Only>("only", &made);
    });
  for (auto& t : threads) t.join();
  auto found = system.find<Only>("only");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->ask<Get>().get().value(), 5);
  std::size_t won = 0, refused = 0;
  for (auto& r : got)
    if (r ? *r == *found : r.error() == akt::errc::name_taken) ++(r ? won : refused);
  EXPECT_EQ(won, 1u);
  EXPECT_EQ(refused, callers - 1);
  EXPECT_EQ(made.load(), 1);
}

// PID-01
TEST_F(spawning_on_threads, references_are_read_by_all_while_their_actors_come_and_go) {
  std::atomic<int> made{0};
  std::atomic<std::uint64_t> tried{0};
  std::atomic<bool> go_on{true};
  std::atomic<std::uint64_t> answered{0}, refused{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 3; ++t)
    threads.emplace_back([&] {
      akt::actor_ref<Only> last;
      while (go_on.load()) {
        auto found = system.find<Only>("only");
        akt::actor_ref<Only> only = found ? *found : last;
        EXPECT_TRUE(!found || only);
        EXPECT_TRUE(akt::any_ref(only) == akt::any_ref(only.where(), only.what()));
        if (only == last && found) only.stop();
        auto answer = only.ask<Get>().get();
        (answer ? answered : refused).fetch_add(1);
        auto alive = system.actors_alive();
        EXPECT_LE(alive, tried.load());
        auto report = system.fates();
        EXPECT_LE(report.in_flight, report.sent);
        last = only;
      }
    });
  while (made.load() < 200 || answered.load() < 200 || refused.load() < 200) {
    tried.fetch_add(1);
    (void)system.try_spawn<Only>("only", &made);
  }
  go_on.store(false);
  for (auto& t : threads) t.join();
}

} // namespace spawning_tests
