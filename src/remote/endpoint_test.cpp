// SPDX-License-Identifier: Apache-2.0
//
// What an endpoint finds, and how it ends.
#include "nodes_test.hpp"

namespace remote_test {

using references = nodes;
using akt::errc;

TEST_F(references, of_another_class_are_refused_by_find) {
  (void)b.spawn<Other>("other");
  EXPECT_EQ(world.find<Server>(a, "b", "other").error(), errc::wrong_type);
  EXPECT_EQ(world.find<Server>(a, "b", "nobody").error(), errc::no_such_actor);
  EXPECT_EQ(world.find<Server>(a, "nowhere", "other").error(), errc::no_such_actor);
}

TEST_F(references, keep_their_node_until_its_endpoint_ends_with_links_up) {
  akt::sim::world other{{.seed = 3}};
  auto& s = other.system("s");
  raw_peer peer(other.endpoint(s));
  EXPECT_TRUE(peer.hello().send());
  EXPECT_TRUE(peer.link.is_up()); // the world ends with it: nothing leaks
}

TEST(endpoint, takes_links_down_whose_handshake_is_not_over) {
  akt::sim::world world{{.seed = 5}};
  akt::actor_system& s = world.system("s");
  auto endpoint = std::make_unique<akt::remote::endpoint>(s, 4711, akt::random_stream(1, 2, "x"));
  raw_peer early(*endpoint);
  endpoint.reset();
  EXPECT_EQ(early.hello().send().error(), errc::unknown);
  EXPECT_FALSE(early.link.is_up());
}

} // namespace remote_test
