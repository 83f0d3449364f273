// SPDX-License-Identifier: Apache-2.0
#include "akt/wire/codec.hpp"

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <tuple>

namespace evolution_test {

struct OrderV1 {
  std::string item;
  int count = 1;
};

struct OrderV2 { // fields are appended
  std::string item;
  int count = 1;
  std::string note = "none";
  std::vector<int> discounts = {5};
  std::map<int, std::optional<OrderV1>> parts;
};

class Described {
public:
  int first() const { return first_; }
  int second() const { return second_; }

private:
  friend constexpr auto describe(std::type_identity<Described>) {
    return std::tuple{&Described::first_, &Described::second_};
  }
  int first_ = 0;
  int second_ = 2;
};

struct Single {
  int first = 0;
};

struct Nothing {};

template <class To, class From>
akt::result<To> as(const From& value) {
  return akt::decode<To>(akt::encode(value));
}

TEST(evolution, what_an_older_sender_did_not_know_keeps_its_default) {
  const auto order = as<OrderV2>(OrderV1{"tea", 3});
  ASSERT_TRUE(order) << order.error().message();
  EXPECT_EQ(order->item, "tea");
  EXPECT_EQ(order->count, 3);
  EXPECT_EQ(order->note, "none");
  EXPECT_EQ(order->discounts, std::vector{5});
}

TEST(evolution, what_a_newer_sender_adds_is_passed_over) {
  const auto order = as<OrderV1>(OrderV2{"tea", 3, "hot", {1, 2}, {{1, OrderV1{"cup", 1}}}});
  ASSERT_TRUE(order) << order.error().message();
  EXPECT_EQ(order->item, "tea");
  EXPECT_EQ(order->count, 3);
}

TEST(evolution, works_inside_of_containers) {
  const std::vector<OrderV2> newer{{"tea", 1, "", {}, {}}, {"milk", 2, "", {}, {}}};
  const auto older = as<std::vector<OrderV1>>(newer);
  ASSERT_TRUE(older);
  EXPECT_EQ(older->at(1).item, "milk");
  const auto again = as<std::vector<OrderV2>>(*older);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->at(1).note, "none");
}

TEST(evolution, a_field_that_came_replaces_a_default_with_content) {
  const auto order = as<OrderV2>(OrderV2{"tea", 3, "", {1}, {}});
  ASSERT_TRUE(order);
  EXPECT_EQ(order->discounts, std::vector{1});
}

TEST(evolution, described_classes_grow_as_aggregates_do) {
  const auto grown = as<Described>(Single{7});
  ASSERT_TRUE(grown);
  EXPECT_EQ(grown->first(), 7);
  EXPECT_EQ(grown->second(), 2);
  EXPECT_EQ(as<Single>(Described{})->first, 0);
}

TEST(evolution, from_and_to_nothing) {
  EXPECT_EQ(as<OrderV2>(Nothing{})->note, "none");
  EXPECT_TRUE(as<Nothing>(OrderV2{}));
}

TEST(evolution, wider_numbers_take_narrower_ones) {
  EXPECT_EQ(as<std::int64_t>(std::uint8_t{200}).value(), 200);
  EXPECT_EQ(as<double>(1.5f).value(), 1.5);
}

TEST(evolution, what_is_passed_over_must_be_well_formed) {
  auto bytes = akt::encode(OrderV2{"tea", 3, "hot", {1, 2}, {}});
  bytes.pop_back();
  EXPECT_EQ(akt::decode<OrderV1>(bytes).error().code(), akt::wire::errc::truncated);
}

} // namespace evolution_test
