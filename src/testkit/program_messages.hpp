// SPDX-License-Identifier: Apache-2.0
//
// The messages of random programs.
#pragma once

#include "akt/wire/codec.hpp"

// Names of types travel, as hashes: these are the same with every compiler. Messages are named as
// users name theirs. NOLINTBEGIN(readability-identifier-naming)
namespace akt::inline v0 {
namespace sim::programs {

/// Counts the message objects that are alive.
class Token {
public:
  Token() noexcept { ++alive; }
  Token(const Token&) noexcept { ++alive; }
  Token& operator=(const Token&) noexcept = default;
  ~Token();

  static std::int64_t alive;

private:
  std::uint32_t mark_ = whole;
  static constexpr std::uint32_t whole = 0x50c0ffee;
};

} // namespace sim::programs

template <>
struct codec<sim::programs::Token> {
  static void write(wire::writer& to, const sim::programs::Token&) { to.write_unsigned(0); }
  static void read(wire::reader& from, sim::programs::Token&) { (void)from.read_unsigned(); }
};

namespace sim::programs {

/// What every message carries: which it is, and what its receiver is to do.
struct Order {
  Token token;
  std::uint64_t id = 0;
  std::uint8_t first = 0, between = 0, second = 0;
  std::uint32_t other = 0, detail = 0;
};

// Told to a plain handler and to a coroutine; asked of one, of the other, and of one that answers
// later; sent by an actor to itself when its time has come.
struct Note {
  Order order;
};
struct Work {
  Order order;
};
struct Query {
  Order order;
};
struct Question {
  Order order;
};
struct Promise {
  Order order;
};
struct Tick {
  Order order;
};

} // namespace sim::programs
} // namespace akt::inline v0
// NOLINTEND(readability-identifier-naming)
