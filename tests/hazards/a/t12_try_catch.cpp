// SPDX-License-Identifier: Apache-2.0
#include "../common.hpp"
task<int> f() {
  throw 1;
  co_return 0;
}
task<int> g() {
  probe p;
  int r = 0;
  try {
    r = co_await f();
  } catch (int e) {
    r = e;
  }
  co_return r;
}
int main() {
  {
    auto t = g();
    t.run();
  }
  CHECK_BAL("try{co_await}catch");
}
