// SPDX-License-Identifier: Apache-2.0
// Bytes from anybody into a type with every shape the wire knows. What is accepted must encode to
// bytes that decode and encode to themselves.
#include "akt/wire/codec.hpp"

#include <array>
#include <chrono>
#include <cstdlib>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <variant>

namespace {

enum class Color : signed char { red, green };

class Described {
  std::int32_t number_ = 0;
  std::string text_;
  friend constexpr auto describe(std::type_identity<Described>) {
    return std::tuple{&Described::number_, &Described::text_};
  }
};

struct Message {
  bool truth;
  std::int8_t small;
  std::uint64_t large;
  float single;
  double wide;
  Color color;
  std::chrono::milliseconds time;
  std::string text;
  std::vector<std::byte> bytes;
  std::array<std::byte, 4> key;
  std::array<std::int16_t, 2> fixed;
  std::optional<Described> maybe;
  std::variant<std::int64_t, std::string, Described> either;
  std::tuple<char, std::vector<bool>> both;
  std::map<std::string, std::deque<std::int32_t>> map;
  std::set<std::int64_t> set;
  std::vector<Message> children;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto message = akt::decode<Message>(std::as_bytes(std::span(data, size)));
  if (!message) return 0;
  const auto bytes = akt::try_encode(*message);
  if (!bytes) return 0; // defaults of missing fields may take it over the limit
  const auto again = akt::decode<Message>(*bytes);
  if (!again || akt::encode(*again) != *bytes) std::abort();
  return 0;
}
