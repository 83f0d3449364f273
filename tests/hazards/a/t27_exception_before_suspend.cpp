// SPDX-License-Identifier: Apache-2.0
#include "../common.hpp"
task<int> f(probe p) {
  if (p.v) throw 1;
  co_return 0;
}
task<int> g() {
  int r = 0;
  try {
    r = co_await f(probe{1});
  } catch (int) {}
  co_return r;
}
int main() {
  {
    auto t = g();
    t.run();
  }
  CHECK_BAL("exception from callee with temp arg");
}
