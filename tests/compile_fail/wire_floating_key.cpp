// SPDX-License-Identifier: Apache-2.0
// expect: a floating point number is no key: a decoded NaN would break the container
#include "akt/wire/codec.hpp"

#include <map>

struct Histogram {
  std::map<double, int> counts;
};

auto use(const Histogram& h) { return akt::encode(h); }
