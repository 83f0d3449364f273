// SPDX-License-Identifier: Apache-2.0
#include "../common.hpp"
task<probe> f(int v) { co_return probe{v}; }
task<int> h(probe a, probe b) { co_return a.v + b.v; }
task<int> g() { co_return co_await h(co_await f(1), co_await f(2)); }
int main() {
  {
    auto t = g();
    t.run();
  }
  CHECK_BAL("nested co_await as args");
}
