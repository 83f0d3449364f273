// SPDX-License-Identifier: Apache-2.0
#include "../common.hpp"
task<probe> f(int v) { co_return probe{v}; }
task<int> g(bool b) {
  probe p = b ? co_await f(1) : probe{2};
  co_return p.v;
}
int main() {
  {
    auto t = g(true);
    t.run();
    auto u = g(false);
    u.run();
  }
  CHECK_BAL("co_await inside ?: operand");
}
