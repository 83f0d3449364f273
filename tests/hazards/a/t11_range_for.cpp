// SPDX-License-Identifier: Apache-2.0
#include "../common.hpp"
task<std::vector<probe>> f() {
  std::vector<probe> v(3);
  co_return v;
}
task<int> g() {
  int n = 0;
  for (auto& x : co_await f()) n += x.v + 1;
  co_return n;
}
int main() {
  {
    auto t = g();
    t.run();
  }
  CHECK_BAL("for(x : co_await f())");
}
