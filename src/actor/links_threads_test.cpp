// SPDX-License-Identifier: Apache-2.0
//
// Links on real threads: made and ended while actors end.
#include "akt/core/random.hpp"

#include "threads_test_support.hpp"

namespace links_threads_test {

using akt_test::threaded;

struct Link {
  akt::any_ref other;
};
struct Unlink {
  akt::any_ref other;
};
struct Mate {
  void on(const Link& m, akt::context<Mate>& ctx) { ctx.link(m.other); }
  void on(const Unlink& m, akt::context<Mate>& ctx) { ctx.unlink(m.other); }
};
using mates = std::vector<akt::actor_ref<Mate>>;

struct actor_links_on_threads : threaded {
  mates make(int n) {
    mates all;
    for (int i = 0; i < n; ++i) all.push_back(system.spawn<Mate>(akt::anonymous));
    return all;
  }
};

TEST_F(actor_links_on_threads, that_are_made_while_one_of_a_ring_ends_end_all) {
  for (int round = 0; round < 50; ++round) {
    const mates ring = make(100);
    std::latch begin(2);
    std::thread ender([&] {
      begin.arrive_and_wait();
      ring[static_cast<std::size_t>(round)].stop(akt::now);
    });
    begin.arrive_and_wait();
    for (std::size_t i = 0; i < ring.size(); ++i) ring[i].tell<Link>(ring[(i + 1) % ring.size()]);
    ender.join();
    ASSERT_TRUE(system.wait_until([&] { return system.actors_alive() == 0; })) << round;
  }
}

TEST_F(actor_links_on_threads, come_and_go_while_actors_do_and_lose_nothing) {
  for (std::uint64_t round = 0; round < 50; ++round) {
    const mates all = make(100);
    std::latch begin(4);
    auto quarrel = [&](std::uint64_t number) {
      akt::random_stream random(round, number, "links");
      begin.arrive_and_wait();
      for (int i = 0; i < 200; ++i) {
        const auto who = all[random.below(all.size())];
        const auto other = all[random.below(all.size())];
        if (random.below(2) == 0)
          who.tell<Link>(other);
        else
          who.tell<Unlink>(other);
      }
      all[random.below(all.size())].stop();
    };
    std::vector<std::thread> threads;
    for (std::uint64_t t = 0; t < 4; ++t) threads.emplace_back(quarrel, t);
    for (auto& t : threads) t.join();
    for (auto m : all) m.stop();
    ASSERT_TRUE(system.wait_until([&] { return system.actors_alive() == 0; })) << round;
    EXPECT_TRUE(quiet());
  }
}

} // namespace links_threads_test
