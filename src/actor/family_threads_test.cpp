// SPDX-License-Identifier: Apache-2.0
//
// Families on real threads: crowds, names that many want, paths that are asked for while actors
// end.
#include "threads_test_support.hpp"

namespace family_threads_test {

using akt_test::threaded;

struct Spawn {
  int count;
};
struct Leaf {
  void on(Spawn) {}
};
struct Crowd {
  void on(Spawn m, akt::context<Crowd>& ctx) {
    for (int i = 0; i < m.count; ++i) ctx.spawn<Leaf>(akt::anonymous);
  }
  void on(const akt::stopping&) {}
};

struct families_on_threads : threaded {};

TEST_F(families_on_threads, of_a_hundred_thousand_children_end_with_their_parent) {
  auto crowd = system.spawn<Crowd>("crowd");
  crowd.tell<Spawn>(100'000);
  ASSERT_TRUE(quiet());
  EXPECT_EQ(system.actors_alive(), 100'001u);
  crowd.stop();
  EXPECT_TRUE(system.wait_until([&] { return system.actors_alive() == 0; }));
}

// SPAWN-02: errc::name_taken for all but one. Every round all threads want a fresh name at once.
TEST_F(families_on_threads, each_of_250_names_that_four_want_goes_to_one) {
  constexpr std::size_t threads = 4, rounds = 250;
  std::vector<std::atomic<int>> won(rounds), taken(rounds);
  std::atomic<std::size_t> arrived{0};
  std::vector<std::thread> all;
  for (std::size_t t = 0; t < threads; ++t)
    all.emplace_back([&] {
      for (std::size_t round = 0; round < rounds; ++round) {
        const std::string name = "name" + std::to_string(round);
        ++arrived; // a barrier that nobody has to be woken behind
        while (arrived < threads * (round + 1)) std::this_thread::yield();
        auto mine = system.try_spawn<Leaf>(name);
        if (mine)
          ++won[round];
        else if (mine.error() == akt::errc::name_taken)
          ++taken[round];
      }
    });
  for (auto& t : all) t.join();
  for (std::size_t round = 0; round < rounds; ++round) {
    EXPECT_EQ(won[round], 1) << round;
    EXPECT_EQ(taken[round], int(threads) - 1) << round;
  }
  // Whoever was refused a name ends on its first turn.
  EXPECT_TRUE(system.wait_until([&] { return system.actors_alive() == rounds; }));
}

struct Parent {
  akt::actor_ref<Leaf> on(Spawn, akt::context<Parent>& ctx) { return ctx.spawn<Leaf>("leaf"); }
};

// PID-01
TEST_F(families_on_threads, paths_may_be_asked_for_while_actors_come_and_go) {
  std::atomic<bool> over{false};
  std::atomic<std::uint64_t> leaf_cell{0}, leaf_what{0};
  std::thread looker([&] {
    while (!over) {
      akt::any_ref leaf(leaf_cell, leaf_what);
      const std::string path = leaf.path();
      if (!path.empty()) {
        EXPECT_EQ(path, "akt://threads/parent/leaf");
      }
    }
  });
  for (int i = 0; i < 300; ++i) {
    auto parent = system.spawn<Parent>("parent");
    auto leaf = parent.ask<Spawn>(1).get().value();
    leaf_what = 0; // no actor has this generation
    leaf_cell = leaf.where();
    leaf_what = leaf.what();
    parent.stop();
    ASSERT_TRUE(system.wait_until([&] { return system.actors_alive() == 0; }));
  }
  over = true;
  looker.join();
}

} // namespace family_threads_test
