// SPDX-License-Identifier: Apache-2.0
#include "../common.hpp"
task<bool> f(probe p) { co_return p.v > 0; }
task<int> g() {
  bool r = co_await f(1) && co_await f(0) || co_await f(2);
  co_return r;
}
int main() {
  {
    auto t = g();
    if (t.run() != 1) return 1;
  }
  CHECK_BAL("co_await with && and ||");
}
