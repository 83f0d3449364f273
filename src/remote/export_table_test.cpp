// SPDX-License-Identifier: Apache-2.0
#include "akt/actor/cell.hpp"

#include "export_table.hpp"
#include "nodes_test.hpp"

namespace remote_test {

using akt::remote::detail::export_table;

struct exported : testing::Test {
  akt::testkit::kit kit;
  export_table table{akt::random_stream(1, 2, "exports"), 3};
};

TEST_F(exported, actors_keep_one_random_id_each) {
  auto one = kit.spawn<Server>("one"), two = kit.spawn<Server>("two");
  auto id = table.id_of(one).value();
  EXPECT_GE(id, export_table::reserved_ids);
  EXPECT_EQ(table.id_of(one), id);
  EXPECT_NE(table.id_of(two), id);
  EXPECT_EQ(table.size(), 2u);
  EXPECT_EQ(table.find(id)->actor, one);
  EXPECT_FALSE(table.find(id + 1));
}

TEST_F(exported, actors_that_ended_have_no_id) {
  auto one = kit.spawn<Server>("one");
  kit.settle();
  one.stop();
  kit.settle();
  EXPECT_EQ(table.id_of(one), 0u);
  EXPECT_EQ(table.size(), 0u);
}

TEST_F(exported, actors_are_forgotten_at_their_end) {
  auto one = kit.spawn<Server>("one");
  auto id = table.id_of(one).value();
  table.actor_ended(4711, 0); // another one
  EXPECT_TRUE(table.find(id));
  table.put(1, one);
  table.actor_ended(akt::detail::cell_of(one.where())->index,
                    static_cast<std::uint32_t>(one.what()));
  EXPECT_FALSE(table.find(1));
}

TEST_F(exported, actors_are_no_more_than_the_limit) {
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(table.id_of(kit.spawn<Server>(akt::anonymous)));
  EXPECT_FALSE(table.id_of(kit.spawn<Server>(akt::anonymous)));
  EXPECT_EQ(table.size(), 3u);
}

} // namespace remote_test
