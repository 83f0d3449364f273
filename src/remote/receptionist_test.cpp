// SPDX-License-Identifier: Apache-2.0
#include "nodes_test.hpp"
#include "receptionist.hpp"

namespace remote_test {

using reception = nodes;
using akt::errc;

struct Private { ///< no `messages`: no other node may tell it anything
  void on(Poke) {}
};

TEST_F(reception, shows_a_named_actor_to_who_knows_its_type) {
  (void)b.spawn<Server>("server");
  auto found = world.find<Server>(a, "b", "server");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->ask<Ask>(1).get().value(), 2);
}

TEST_F(reception, names_both_types_when_they_differ) {
  (void)b.spawn<Other>("other");
  auto found = world.find<Server>(a, "b", "other");
  EXPECT_EQ(found.error(), errc::wrong_type);
  EXPECT_NE(found.error().detail().find("remote_test::Other"), std::string::npos);
}

TEST_F(reception, hides_actors_without_a_list_of_messages) {
  (void)b.spawn<Private>("private");
  EXPECT_EQ(world.find<Private>(a, "b", "private").error(), errc::no_such_actor);
}

TEST_F(reception, knows_nothing_of_an_actor_that_ended) {
  auto server = b.spawn<Server>("server");
  world.run_until_idle();
  server.stop();
  world.run_until_idle();
  EXPECT_EQ(world.find<Server>(a, "b", "server").error(), errc::no_such_actor);
}

TEST_F(reception, is_not_there_when_the_link_is_lost) {
  (void)b.spawn<Server>("server");
  world.cut(a, b);
  EXPECT_EQ(world.find<Server>(a, "b", "server").error(), errc::unknown);
}

} // namespace remote_test
