// SPDX-License-Identifier: Apache-2.0
#include "../common.hpp"
task<std::optional<probe>> f() { co_return std::optional<probe>{probe{1}}; }
task<int> g() {
  if (auto r = co_await f(); r) co_return r->v;
  co_return 0;
}
int main() {
  {
    auto t = g();
    t.run();
  }
  CHECK_BAL("if (auto r = co_await f(); r)");
}
