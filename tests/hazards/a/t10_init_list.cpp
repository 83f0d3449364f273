// SPDX-License-Identifier: Apache-2.0
#include "../common.hpp"
task<int> f(std::vector<probe> v) { co_return (int) v.size(); }
task<int> g() { co_return co_await f({probe{1}, probe{2}}); }
int main() {
  {
    auto t = g();
    t.run();
  }
  CHECK_BAL("co_await f({init,list})");
}
