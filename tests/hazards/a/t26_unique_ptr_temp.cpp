// SPDX-License-Identifier: Apache-2.0
#include "../common.hpp"
task<int> f(std::unique_ptr<probe> p) { co_return p->v; }
task<int> g() { co_return co_await f(std::make_unique<probe>(3)); }
int main() {
  {
    auto t = g();
    t.run();
  }
  CHECK_BAL("unique_ptr prvalue argument");
}
