// SPDX-License-Identifier: Apache-2.0
#include "cell_table.hpp"
#include "system_core.hpp"
#include "test_support.hpp"

namespace cell_table_test {

using namespace actor_test;
using akt::detail::cell;
using akt::detail::vacant_cells;

struct cells : kit_test {
  akt::detail::cell_table& table() { return system().core().cells; }
};

TEST_F(cells, are_numbered_and_found_by_their_number) {
  vacant_cells stock;
  cell* a = table().take(stock);
  cell* b = table().take(stock);
  ASSERT_TRUE(a && b);
  EXPECT_NE(a, b);
  EXPECT_EQ(&table().at(a->index), a);
  EXPECT_EQ(&table().at(b->index), b);
  EXPECT_GE(table().made(), 2u);
  for (cell* c : {a, b}) {
    table().give(stock, *c);
    EXPECT_EQ(c->words.go_idle(), akt::detail::mailbox::tag_state::asleep);
  }
  table().give_all(stock);
  EXPECT_EQ(stock.count.get(), 0u);
}

TEST_F(cells, are_used_again) {
  for (int round = 0; round < 10'000; ++round) {
    auto echo = kit.spawn<Echo>(akt::anonymous);
    echo.stop();
    kit.settle();
  }
  EXPECT_LE(table().made(), 5000u) << "a worker keeps at most 4096";
}

TEST_F(cells, that_are_owned_are_not_given_out) {
  vacant_cells stock;
  cell* owned = table().take(stock);
  table().give(stock, *owned); // vacant, but its owner has not let go of it
  for (int i = 0; i < 10; ++i) {
    cell* other = table().take(stock);
    EXPECT_NE(other, owned);
    table().give(stock, *other);
    (void)other->words.go_idle();
  }
  (void)owned->words.go_idle();
  table().give_all(stock);
}

} // namespace cell_table_test
