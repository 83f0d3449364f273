// SPDX-License-Identifier: Apache-2.0
#include "../common.hpp"
task<int> leaf(int i) { co_return i; }
task<int> loop(int n) {
  long s = 0;
  for (int i = 0; i < n; i++) s += co_await leaf(i);
  co_return (int)(s & 0xffff);
}
int main() {
  auto t = loop(1000000);
  t.run();
  CHECK_BAL("1e6 sync-completing co_await (symmetric transfer)");
}
