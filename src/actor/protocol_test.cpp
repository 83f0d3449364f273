// SPDX-License-Identifier: Apache-2.0
#include "test_support.hpp"

namespace protocol_tests {

using namespace actor_test;

struct Stock {
  int n;
};
struct Left {};
struct Close {};
using Shop = akt::protocol<void(Stock), int(Left), void(Close)>;
using Counter = akt::protocol<int(Left)>;
using Supplier = akt::protocol<void(Close), void(Stock)>;

struct Store {
  int left = 0;
  bool open = true;
  void on(Stock m) { left += m.n; }
  int on(Left) const { return open ? left : -1; }
  void on(Close) { open = false; }
};

using protocols = kit_test;

TEST_F(protocols, a_wider_one_converts_to_a_narrower_one_in_any_order) {
  akt::actor_ref<Shop> shop = kit.spawn<Store>("store");
  akt::actor_ref<Supplier> supplier = shop;
  akt::actor_ref<Counter> counter = shop;
  supplier.tell<Stock>(5);
  EXPECT_EQ(kit.await(counter.ask<Left>()).value(), 5);
  supplier.tell<Close>();
  EXPECT_EQ(kit.await(counter.ask<Left>()).value(), -1);
  EXPECT_EQ(akt::actor_ref<Counter>(shop).table(), counter.table()) << "made once and kept";
  EXPECT_FALSE((std::is_constructible_v<akt::actor_ref<Shop>, akt::actor_ref<Counter>>));
}

TEST_F(protocols, a_null_reference_stays_null) {
  akt::actor_ref<Shop> nobody;
  akt::actor_ref<Counter> counter = nobody;
  EXPECT_FALSE(counter);
  EXPECT_TRUE(kit.await(counter.ask<Left>()).error() == akt::errc::null_reference);
}

} // namespace protocol_tests
