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

// SPAWN-02: errc::name_taken for all but one.
TEST_F(families_on_threads, a_name_that_a_thousand_want_goes_to_one) {
  constexpr int threads = 4, tries = 250;
  std::atomic<int> won{0}, taken{0};
  std::latch begin(threads);
  std::vector<std::thread> all;
  for (int t = 0; t < threads; ++t)
    all.emplace_back([&] {
      begin.arrive_and_wait();
      for (int i = 0; i < tries; ++i) {
        auto mine = system.try_spawn<Leaf>("one");
        if (mine)
          ++won;
        else if (mine.error().code() == akt::make_error_code(akt::errc::name_taken))
          ++taken;
      }
    });
  for (auto& t : all) t.join();
  EXPECT_EQ(won, 1);
  EXPECT_EQ(taken, threads * tries - 1);
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
