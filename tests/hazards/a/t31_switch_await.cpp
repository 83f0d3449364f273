// SPDX-License-Identifier: Apache-2.0
#include "../common.hpp"
task<int> f(int v) { co_return v; }
task<int> g() {
  probe p;
  switch (co_await f(2)) {
  case 1:
    co_return 1;
  case 2: {
    probe q;
    int x = co_await f(3);
    co_return x + q.v;
  }
  default:
    break;
  }
  co_return 0;
}
int main() {
  {
    auto t = g();
    if (t.run() != 3) return 1;
  }
  CHECK_BAL("switch(co_await)");
}
