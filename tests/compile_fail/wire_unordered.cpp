// SPDX-License-Identifier: Apache-2.0
// expect: an unordered container has no fixed order on the wire: use std::map, std::set or a sorted
// std::vector
#include "akt/wire/codec.hpp"

#include <string>
#include <unordered_map>

struct Stock {
  std::unordered_map<std::string, int> pieces;
};

auto use(const Stock& s) { return akt::encode(s); }
