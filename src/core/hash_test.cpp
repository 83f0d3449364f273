// SPDX-License-Identifier: Apache-2.0
#include "akt/core/hash.hpp"

#include <gtest/gtest.h>

// The expected numbers were computed by an independent program.

TEST(hash_string, never_changes) {
  static_assert(akt::hash_string("") == 0xf52a15e9a9b5e89bu);
  EXPECT_EQ(akt::hash_string("a"), 0x02c0bdbf481420f8u);
  EXPECT_EQ(akt::hash_string("akt::unit"), 0xa604636c7fe2461bu);
  EXPECT_EQ(akt::hash_string("bank.Deposit.v2"), 0xd961b1d388acd986u);
}

TEST(trace_hash, is_the_same_everywhere) {
  akt::trace_hash hash;
  EXPECT_EQ(hash.hex(), "64bcbe68c5588ce6861dafcd6660491e");
  hash.add(1);
  hash.add(2);
  EXPECT_EQ(hash.hex(), "8e94fe8c9bc65cc38e9ff63592d895f7");
}

TEST(trace_hash, depends_on_order) {
  akt::trace_hash hash;
  hash.add(2);
  hash.add(1);
  EXPECT_EQ(hash.hex(), "3667b6eb3ff348c635a5786aa417096b");
}

TEST(trace_hash, takes_bytes_as_little_endian_words) {
  akt::trace_hash text, longer;
  text.add(std::string_view("abc"));
  longer.add(std::string_view("123456789"));
  EXPECT_EQ(text.hex(), "41ddfb31a253c092134f5e6668c0ae46");
  EXPECT_EQ(longer.hex(), "69d7b3f139f71ebf355129d613cd71e0");
}

TEST(trace_hash, knows_where_one_span_ends) {
  akt::trace_hash one, other;
  one.add(std::string_view("ab"));
  one.add(std::string_view("c"));
  other.add(std::string_view("a"));
  other.add(std::string_view("bc"));
  EXPECT_NE(one, other);
}
