// SPDX-License-Identifier: Apache-2.0
// expect: all() takes at least one request
#include "akt/akt.hpp"

struct Collect {};

class Collector {
public:
  akt::task<> on(const Collect&) { (void)co_await akt::all(); }
};
