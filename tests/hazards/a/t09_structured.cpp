// SPDX-License-Identifier: Apache-2.0
#include "../common.hpp"
task<std::pair<probe, probe>> f() { co_return std::pair<probe, probe>{1, 2}; }
task<int> g() {
  auto [a, b] = co_await f();
  co_return a.v + b.v;
}
int main() {
  {
    auto t = g();
    t.run();
  }
  CHECK_BAL("auto [a,b] = co_await");
}
