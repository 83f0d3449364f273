// SPDX-License-Identifier: Apache-2.0
#include "../common.hpp"
struct msg {
  probe a;
  int b;
};
task<int> f(int v) { co_return v; }
task<int> g() {
  msg m{probe{1}, co_await f(2)};
  co_return m.b;
}
int main() {
  {
    auto t = g();
    t.run();
  }
  CHECK_BAL("aggregate local init with co_await member");
}
