// SPDX-License-Identifier: Apache-2.0
#include "messages.hpp"
#define L "hello hello hello hello hello hello"

task<int> g() {
  ref r;
  int x = 5;
  probe p;
  auto f = [x] { return x; };
  co_return co_await r.ask([x] { return x; });
}
int main() {
  {
    auto t = g();
    t.h.resume();
    later::fire();
  }
  CHECK_BAL("inline lambda trivially-destructible capture");
}
