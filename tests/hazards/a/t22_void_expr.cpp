// SPDX-License-Identifier: Apache-2.0
#include "../common.hpp"
task<int> f(probe p) { co_return p.v; }
task<int> g() {
  (void)co_await f(probe{1});
  co_await f(probe{2});
  co_return 0;
}
int main() {
  {
    auto t = g();
    t.run();
  }
  CHECK_BAL("discarded co_await");
}
