// SPDX-License-Identifier: Apache-2.0
// expect: an aggregate with a base class, a union, more than 32 fields or a field without default
// constructor needs a describe() to be encoded
#include "akt/wire/codec.hpp"

struct Event {
  int number;
};
struct Sale : Event {
  int cents;
};

auto use(const Sale& s) { return akt::encode(s); }
