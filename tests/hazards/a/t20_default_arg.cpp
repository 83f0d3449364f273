// SPDX-License-Identifier: Apache-2.0
#include "../common.hpp"
task<int> f(probe p = probe{9}) { co_return p.v; }
task<int> g() { co_return co_await f(); }
int main() {
  {
    auto t = g();
    t.run();
  }
  CHECK_BAL("default argument temporary");
}
