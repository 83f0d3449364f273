// SPDX-License-Identifier: Apache-2.0
// expect: what is decoded must be default constructible: it is made first and filled then
#include "akt/wire/codec.hpp"

#include <tuple>
#include <type_traits>

class Money {
public:
  explicit Money(int cents) : cents_(cents) {}

  friend auto describe(std::type_identity<Money>) { return std::tuple(&Money::cents_); }

private:
  int cents_;
};

auto use(const Money& m) { return akt::encode(m); }
