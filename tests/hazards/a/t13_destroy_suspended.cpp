// SPDX-License-Identifier: Apache-2.0
#include "../common.hpp"
task<int> f(probe p) {
  probe q;
  co_await later{};
  co_return p.v + q.v;
}
task<int> g() {
  probe a{1};
  co_return co_await f(probe{2}) + a.v;
}
int main() {
  {
    auto t = g();
    t.h.resume();
  }
  CHECK_BAL("destroy chain while suspended (cancel)");
}
