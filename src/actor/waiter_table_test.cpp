// SPDX-License-Identifier: Apache-2.0
#include "waiter_table.hpp"

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace waiter_table_test {

using akt::detail::envelope;
using akt::detail::external_waiter;
using akt::detail::waiter_table;

TEST(waiter_table, lends_a_place_with_a_new_sequence_each_time) {
  waiter_table table;
  external_waiter* first = table.take();
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(table.at(first->index), first);
  std::uint32_t sequence = first->sequence;
  EXPECT_EQ(first->slot.waited_for(), sequence);
  EXPECT_EQ(first->slot.abandon(sequence), nullptr);
  table.give(*first);
  external_waiter* again = table.take();
  EXPECT_EQ(again, first) << "places are used again";
  EXPECT_NE(again->sequence, sequence);
  envelope late;
  EXPECT_FALSE(again->slot.complete(sequence, &late)) << "a late reply reaches nobody";
  EXPECT_TRUE(again->slot.complete(again->sequence, &late));
  EXPECT_EQ(again->slot.poll(), &late);
  EXPECT_EQ(again->slot.abandon(again->sequence), &late);
  table.give(*again);
}

TEST(waiter_table, grows_to_a_bound) {
  waiter_table table;
  std::vector<external_waiter*> all;
  std::set<std::uint32_t> indexes;
  while (external_waiter* w = table.take()) {
    all.push_back(w);
    indexes.insert(w->index);
    ASSERT_LE(all.size(), 65'536u);
  }
  EXPECT_EQ(all.size(), 65'536u);
  EXPECT_EQ(indexes.size(), all.size());
  EXPECT_EQ(table.at(all.back()->index), all.back());
  for (external_waiter* w : all) {
    EXPECT_EQ(w->slot.abandon(w->sequence), nullptr);
    table.give(*w);
  }
  external_waiter* w = table.take();
  ASSERT_NE(w, nullptr);
  EXPECT_EQ(w->slot.abandon(w->sequence), nullptr);
}

TEST(waiter_table, knows_no_place_that_it_never_made) {
  waiter_table table;
  EXPECT_EQ(table.at(waiter_table::index_bit | 7), nullptr);
}

} // namespace waiter_table_test
