// SPDX-License-Identifier: Apache-2.0
#include "akt/wire/codec.hpp"

#include "test_bytes.hpp"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <tuple>
#include <variant>

namespace codec_test {

using akt::wire::errc;
using akt::wire::to_hex;

class Money {
public:
  Money() = default;
  Money(std::int64_t cents, std::string currency) : cents_(cents), currency_(std::move(currency)) {}
  friend bool operator==(const Money&, const Money&) = default;
  friend constexpr auto describe(std::type_identity<Money>) {
    return std::tuple{&Money::cents_, &Money::currency_};
  }

private:
  std::int64_t cents_ = 0;
  std::string currency_;
};

struct Pay { // an aggregate needs nothing
  std::string to;
  Money amount;
  std::vector<std::int64_t> tags;
  friend bool operator==(const Pay&, const Pay&) = default;
};

struct Empty {
  friend bool operator==(const Empty&, const Empty&) = default;
};

struct Tree {
  int value = 0;
  std::vector<Tree> children;
  friend bool operator==(const Tree&, const Tree&) = default;
};

enum class Color : signed char { red = -3, green = 4 };

/// A foreign type: owns what it points to, so that it only moves.
struct Boxed {
  std::unique_ptr<int> inside;
  friend bool operator==(const Boxed& a, const Boxed& b) {
    return (a.inside ? *a.inside : 0) == (b.inside ? *b.inside : 0);
  }
};

struct Wide { // 17 fields
  int a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p;
  Boxed q;
  friend bool operator==(const Wide&, const Wide&) = default;
};

struct Raw {
  int grid[2][2];
  unsigned char key[2];
  std::array<std::byte, 2> id;
};

class Throws {
public:
  Throws() = default;
  explicit Throws(int what) { throw what; }

private:
  friend constexpr auto describe(std::type_identity<Throws>) { return std::tuple{&Throws::text_}; }
  std::string text_;
};

/// The bytes of `value`, after they were found to decode to the same.
template <class T>
std::string golden(const T& value) {
  const auto bytes = akt::try_encode(value);
  if (!bytes) return bytes.error().message();
  const auto back = akt::decode<T>(*bytes);
  EXPECT_TRUE(back) << back.error().message();
  EXPECT_TRUE(!back || *back == value);
  return to_hex(*bytes);
}

template <class T>
errc failure(std::string_view hex) {
  const auto value = akt::decode<T>(akt::wire::from_hex(hex));
  return value ? errc{} : static_cast<errc>(value.error().code().value());
}

} // namespace codec_test

template <>
struct akt::codec<codec_test::Boxed> {
  static void write(akt::wire::writer& to, const codec_test::Boxed& value) {
    to.write_signed(value.inside ? *value.inside : 0);
  }
  static void read(akt::wire::reader& from, codec_test::Boxed& value) {
    value.inside = std::make_unique<int>(static_cast<int>(from.read_signed(0, 1000)));
  }
};

namespace codec_test {

TEST(codec, the_bytes_of_the_guide_stay_as_they_are) {
  EXPECT_EQ(golden(Pay{"bob", Money(150, "EUR"), {1, 2, 3}}),
            "83 63 62 6f 62 82 18 96 63 45 55 52 83 01 02 03");
}

TEST(codec, golden_numbers) {
  EXPECT_EQ(golden(true), "f5");
  EXPECT_EQ(golden(std::uint8_t{255}), "18 ff");
  EXPECT_EQ(golden(std::int8_t{-128}), "38 7f");
  EXPECT_EQ(golden(INT64_MIN), "3b 7f ff ff ff ff ff ff ff");
  EXPECT_EQ(golden(UINT64_MAX), "1b ff ff ff ff ff ff ff ff");
  EXPECT_EQ(golden('\xff'), "18 ff"); // also where char is signed
  EXPECT_EQ(golden(u'\x20ac'), "19 20 ac");
  EXPECT_EQ(golden(1.5f), "fa 3f c0 00 00");
  EXPECT_EQ(golden(1.5), "fb 3f f8 00 00 00 00 00 00");
  EXPECT_EQ(golden(Color::red), "22");
  EXPECT_EQ(golden(std::byte{7}), "07");
  EXPECT_EQ(golden(std::chrono::milliseconds(-1500)), "39 05 db");
}

TEST(codec, golden_strings) {
  EXPECT_EQ(golden(std::string("\xe2\x82\xac")), "63 e2 82 ac");
  EXPECT_EQ(golden(std::string("\xff\0", 2)), "42 ff 00");
  EXPECT_EQ(golden(std::vector<std::byte>{std::byte{1}, std::byte{2}}), "42 01 02");
  EXPECT_EQ(golden(std::vector<unsigned char>{}), "40");
  EXPECT_EQ(golden(std::array<unsigned char, 2>{8, 9}), "42 08 09");
}

TEST(codec, golden_containers) {
  EXPECT_EQ(golden(std::vector<int>{1, -1}), "82 01 20");
  EXPECT_EQ(golden(std::vector<bool>{true, false}), "82 f5 f4");
  EXPECT_EQ(golden(std::deque<std::string>{"a"}), "81 61 61");
  EXPECT_EQ(golden(std::list<int>{}), "80");
  EXPECT_EQ(golden(std::array<short, 2>{1, 2}), "82 01 02");
  EXPECT_EQ(golden(std::map<std::string, int>{{"b", 2}, {"a", 1}}), "a2 61 61 01 61 62 02");
  EXPECT_EQ(golden(std::multimap<int, int>{{1, 9}, {1, 8}}), "a2 01 09 01 08");
  EXPECT_EQ(golden(std::set<int>{3, 1}), "82 01 03");
  EXPECT_EQ(golden(std::set<int, std::greater<int>>{1, 3}), "82 03 01");
  EXPECT_EQ(golden(std::multiset<int>{1, 1}), "82 01 01");
}

TEST(codec, golden_sums_and_products) {
  EXPECT_EQ(golden(std::optional<int>{}), "80");
  EXPECT_EQ(golden(std::optional<int>{7}), "81 07");
  EXPECT_EQ(golden(std::optional<std::optional<int>>{std::optional<int>{}}), "81 80");
  EXPECT_EQ(golden(std::variant<std::monostate, std::string>{}), "82 00 80");
  EXPECT_EQ(golden(std::variant<int, std::string>{"a"}), "82 01 61 61");
  EXPECT_EQ(golden(std::pair<int, bool>{1, true}), "82 01 f5");
  EXPECT_EQ(golden(std::tuple<int, std::tuple<>, char>{1, {}, 'a'}), "83 01 80 18 61");
  EXPECT_EQ(golden(Empty{}), "80");
  EXPECT_EQ(golden(akt::unit{}), "80");
  EXPECT_EQ(golden(Tree{1, {{2, {}}, {3, {{4, {}}}}}}), "82 01 82 82 02 80 82 03 81 82 04 80");
}

TEST(codec, move_only_members_are_built_in_place) {
  Wide wide{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, {std::make_unique<int>(17)}};
  EXPECT_EQ(golden(wide), "91 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10 11");
  std::map<int, std::vector<Boxed>> boxes;
  boxes[1].emplace_back().inside = std::make_unique<int>(5);
  EXPECT_EQ(golden(boxes), "a1 01 81 05");
}

TEST(codec, arrays_of_the_language_are_fields_too) {
  const Raw raw{{{1, 2}, {3, 4}}, {5, 6}, {std::byte{7}, std::byte{8}}};
  const auto bytes = akt::encode(raw);
  EXPECT_EQ(to_hex(bytes), "83 82 82 01 02 82 03 04 42 05 06 42 07 08");
  const auto back = akt::decode<Raw>(bytes);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->grid[1][0], 3);
  EXPECT_EQ(back->key[1], 6);
}

TEST(codec, numbers_must_fit) {
  EXPECT_EQ(failure<std::uint8_t>("19 01 00"), errc::out_of_range);
  EXPECT_EQ(failure<std::int8_t>("18 80"), errc::out_of_range);
  EXPECT_EQ(failure<std::int8_t>("38 80"), errc::out_of_range);
  EXPECT_EQ(failure<unsigned>("20"), errc::out_of_range);
  EXPECT_EQ(failure<char>("19 01 00"), errc::out_of_range);
  EXPECT_EQ(failure<Color>("18 80"), errc::out_of_range);
  EXPECT_EQ(failure<std::chrono::duration<std::int8_t>>("18 80"), errc::out_of_range);
}

TEST(codec, fixed_lengths_must_match) {
  EXPECT_EQ((failure<std::array<int, 2>>("81 01")), errc::wrong_length);
  EXPECT_EQ((failure<std::array<std::byte, 2>>("43 01 02 03")), errc::wrong_length);
  EXPECT_EQ((failure<std::pair<int, int>>("83 01 02 03")), errc::wrong_length);
  EXPECT_EQ((failure<std::optional<int>>("82 01 02")), errc::wrong_length);
  EXPECT_EQ((failure<std::variant<int, bool>>("81 00")), errc::wrong_length);
  EXPECT_EQ((failure<std::variant<int, bool>>("82 02 00")), errc::out_of_range);
}

TEST(codec, keys_must_be_in_order_and_once) {
  EXPECT_EQ((failure<std::map<int, int>>("a2 02 00 01 00")), errc::bad_order);
  EXPECT_EQ((failure<std::map<int, int>>("a2 01 00 01 00")), errc::bad_order);
  EXPECT_EQ(failure<std::set<int>>("82 01 01"), errc::bad_order);
  EXPECT_EQ(failure<std::multiset<int>>("82 02 01"), errc::bad_order);
}

TEST(codec, bytes_behind_the_value_are_refused) {
  EXPECT_EQ(failure<int>("01 02"), errc::trailing_bytes);
  EXPECT_EQ(failure<int>(""), errc::truncated);
}

TEST(codec, limits_hold_on_both_sides) {
  Tree deep;
  for (int i = 0; i < 15; ++i) {
    Tree parent;
    parent.children.push_back(std::move(deep));
    deep = std::move(parent);
  }
  EXPECT_TRUE(akt::try_encode(deep)); // 16 trees are 32 arrays
  Tree deeper;
  deeper.children.push_back(deep);
  EXPECT_EQ(akt::try_encode(deeper).error().code(), errc::too_deep);
  const auto bytes = akt::try_encode(deeper, nullptr, {.depth = 34});
  ASSERT_TRUE(bytes);
  EXPECT_EQ(akt::decode<Tree>(*bytes).error().code(), errc::too_deep);

  const std::string megabyte(akt::wire::message_bytes_max, 'x');
  EXPECT_EQ(akt::try_encode(megabyte).error().code(), errc::too_large);
  EXPECT_THROW(akt::encode(megabyte), akt::bad_result);
}

TEST(codec, a_valueless_variant_is_an_error) {
  std::variant<std::string, Throws> value;
  EXPECT_THROW(value.emplace<Throws>(1), int);
  ASSERT_TRUE(value.valueless_by_exception());
  EXPECT_EQ(akt::try_encode(value).error().code(), errc::out_of_range);
}

} // namespace codec_test
