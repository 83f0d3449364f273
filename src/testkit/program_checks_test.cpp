// SPDX-License-Identifier: Apache-2.0
//
// The checks of the systems can fail.
#include "../actor/system_core.hpp"
#include "program_actors.hpp"
#include "program_checks.hpp"

#include <gtest/gtest.h>

namespace program_checks_test {

using namespace akt::sim::programs;

struct checked : testing::Test {
  checked() {
    checks_.look_at(system);
    checks_.begin();
    checks_.at_rest();
    EXPECT_EQ(book.failure, "");
  }
  bool says(const std::string& what) const { return book.failure.find(what) != std::string::npos; }
  akt::detail::fate_counters& counters() { return system.core().outside()->counters; }

  ledger book;
  akt::sim::world world;
  akt::actor_system& system = world.system("a");
  checks checks_{world, book};
};

TEST_F(checked, a_message_that_was_sent_and_is_nowhere) {
  counters().sent.add(1);
  checks_.at_rest();
  EXPECT_TRUE(says("a message without a fate in a: 1 in flight by the counters, 0 found"));
  counters().ended(akt::fate::handled);
}

TEST_F(checked, an_actor_that_is_counted_and_not_there) {
  system.core().outside()->spawned.add(1);
  checks_.at_rest();
  EXPECT_TRUE(says("1 actors alive by the counters of a, 0 found"));
  system.core().outside()->ended.add(1);
}

TEST_F(checked, an_actor_that_is_there_and_has_no_object) {
  ++book.objects;
  checks_.at_rest();
  EXPECT_TRUE(says("0 objects of actors are in their cells, 1 alive"));
}

TEST_F(checked, mail_that_nobody_is_about_to_take) {
  auto watcher = system.spawn<Watcher>(akt::anonymous, &book, book.watch(), akt::any_ref());
  world.run_until_idle();
  watcher.stop();
  checks_.at_rest();
  EXPECT_TRUE(says("of a waits for nobody"));
}

TEST_F(checked, an_actor_that_has_not_ended) {
  (void)system.spawn<Watcher>(akt::anonymous, &book, book.watch(), akt::any_ref());
  world.run_until_idle();
  checks_.end();
  EXPECT_TRUE(says("1 actors of a have not ended"));
}

TEST_F(checked, an_actor_that_outlives_the_one_it_is_linked_to) {
  book.actors.resize(1 + nodes + 2);
  constexpr number one = 1 + nodes, other = one + 1;
  for (number n : {one, other}) {
    book.actors[n].seen_from[0] = system.spawn<Member>(akt::anonymous, &book, n);
  }
  world.run_until_idle();
  book.links(one, other);
  checks_.at_rest();
  EXPECT_EQ(book.failure, "");
  book.actors[one].seen_from[0].stop();
  world.run_until_idle();
  checks_.at_rest();
  EXPECT_TRUE(says("actor 4 outlives 3, which it is linked to"));
}

} // namespace program_checks_test
