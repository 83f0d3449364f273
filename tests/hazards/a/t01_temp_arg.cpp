// SPDX-License-Identifier: Apache-2.0
#include "../common.hpp"
task<int> f(probe p) { co_return p.v; }
task<int> g() { co_return co_await f(probe{7}); }
int main() {
  {
    auto t = g();
    t.run();
  }
  CHECK_BAL("temporary passed by value to co_await callee");
}
