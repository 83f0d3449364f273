// SPDX-License-Identifier: Apache-2.0
#include "akt/core/random.hpp"
#include "akt/wire/codec.hpp"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <variant>

namespace property_test {

constexpr std::uint64_t seed = 20;

enum class Kind : std::uint16_t { low = 0, high = 65535 };

struct Leaf {
  bool truth;
  std::int8_t small;
  std::uint64_t large;
  float single;
  double wide;
  Kind kind;
  std::chrono::microseconds time;
  friend bool operator==(const Leaf&, const Leaf&) = default;
};

struct Node {
  Leaf leaf;
  std::string text;
  std::vector<std::byte> bytes;
  std::array<std::int16_t, 3> fixed;
  std::optional<Leaf> maybe;
  std::variant<std::int64_t, std::string, Leaf> either;
  std::tuple<char, std::vector<bool>> both;
  std::map<std::string, std::vector<std::int32_t>> map;
  std::set<std::int64_t> set;
  std::vector<Node> children;
  friend bool operator==(const Node&, const Node&) = default;
};

/// Any integer, with the short ones as likely as the long ones.
template <class T>
T any_integer(akt::random_stream& random) {
  const auto drop = random.below(64);
  return static_cast<T>(random.next_u64() >> drop);
}

std::string any_text(akt::random_stream& random) {
  std::string text(random.below(40), ' ');
  const bool ascii = random.chance(3, 4);
  for (auto& c : text) c = static_cast<char>(ascii ? ' ' + random.below(90) : random.below(256));
  return text;
}

Leaf any_leaf(akt::random_stream& random) {
  Leaf leaf{};
  leaf.truth = random.chance(1, 2);
  leaf.small = any_integer<std::int8_t>(random);
  leaf.large = any_integer<std::uint64_t>(random);
  leaf.single = static_cast<float>(any_integer<std::int32_t>(random)) / 8;
  leaf.wide = static_cast<double>(any_integer<std::int64_t>(random)) / 1024;
  leaf.kind = any_integer<Kind>(random);
  leaf.time = std::chrono::microseconds(any_integer<std::int64_t>(random));
  return leaf;
}

Node any_node(akt::random_stream& random, int depth = 0) {
  Node node{};
  node.leaf = any_leaf(random);
  node.text = any_text(random);
  for (auto i = random.below(30); i > 0; --i) node.bytes.push_back(any_integer<std::byte>(random));
  for (auto& number : node.fixed) number = any_integer<std::int16_t>(random);
  if (random.chance(1, 2)) node.maybe = any_leaf(random);
  switch (random.below(3)) {
  case 0:
    node.either = any_integer<std::int64_t>(random);
    break;
  case 1:
    node.either = any_text(random);
    break;
  default:
    node.either = any_leaf(random);
  }
  get<0>(node.both) = any_integer<char>(random);
  for (auto i = random.below(9); i > 0; --i) get<1>(node.both).push_back(random.chance(1, 2));
  for (auto i = random.below(4); i > 0; --i) {
    auto& numbers = node.map[any_text(random)];
    numbers.push_back(any_integer<std::int32_t>(random));
  }
  for (auto i = random.below(9); i > 0; --i) node.set.insert(any_integer<std::int64_t>(random));
  if (depth < 3)
    for (auto i = random.below(3); i > 0; --i) node.children.push_back(any_node(random, depth + 1));
  return node;
}

std::string where(int i) { return "seed " + std::to_string(seed) + ", case " + std::to_string(i); }

TEST(codec_property, what_was_encoded_decodes_to_the_same) {
  akt::random_stream random(seed, 0, "round trip");
  for (int i = 0; i < 10000; ++i) {
    const auto node = any_node(random);
    const auto bytes = akt::try_encode(node);
    ASSERT_TRUE(bytes) << where(i);
    const auto back = akt::decode<Node>(*bytes);
    ASSERT_TRUE(back) << where(i) << ": " << back.error().message();
    ASSERT_TRUE(*back == node) << where(i);
    ASSERT_EQ(akt::encode(*back), *bytes) << where(i);
  }
}

TEST(codec_property, no_prefix_of_an_encoding_decodes) {
  akt::random_stream random(seed, 0, "prefix");
  for (int i = 0; i < 100; ++i) {
    const auto bytes = akt::encode(any_node(random, 2));
    for (std::size_t length = 0; length < bytes.size(); ++length) {
      // A copy of just that length: the sanitizer sees what is read beyond it.
      const akt::wire::buffer prefix(bytes.begin(), bytes.begin() + static_cast<long>(length));
      const auto back = akt::decode<Node>(prefix);
      ASSERT_FALSE(back) << where(i) << ", length " << length;
    }
  }
}

TEST(codec_property, damaged_bytes_are_refused_or_a_value) {
  akt::random_stream random(seed, 0, "damage");
  int accepted = 0;
  for (int i = 0; i < 100000;) {
    const auto bytes = akt::encode(any_node(random, 3));
    for (int flips = 0; flips < 100; ++flips, ++i) {
      auto damaged = bytes;
      for (auto n = random.below(3) + 1; n > 0; --n)
        damaged[random.below(bytes.size())] ^= std::byte{1} << random.below(8);
      const auto value = akt::decode<Node>(damaged);
      if (!value) continue;
      ++accepted;
      const auto again = akt::encode(*value);
      const auto back = akt::decode<Node>(again);
      ASSERT_TRUE(back) << where(i);
      ASSERT_EQ(akt::encode(*back), again) << where(i);
    }
  }
  EXPECT_GT(accepted, 1000); // else the test tests nothing
}

TEST(codec_property, the_bytes_are_the_same_under_every_compiler) {
  akt::random_stream random(seed, 0, "golden");
  akt::trace_hash hash;
  for (int i = 0; i < 100; ++i) hash.add(akt::encode(any_node(random)));
  EXPECT_EQ(hash.hex(), "3b38882a3f77465da4ada6d9b8f83a6b");
}

} // namespace property_test
