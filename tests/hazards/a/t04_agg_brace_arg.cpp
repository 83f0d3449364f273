// SPDX-License-Identifier: Apache-2.0
#include "../common.hpp"
struct msg {
  probe a;
  probe b;
};
task<int> f(msg m) { co_return m.a.v + m.b.v; }
task<int> g() { co_return co_await f(msg{probe{1}, probe{2}}); }
int main() {
  {
    auto t = g();
    t.run();
  }
  CHECK_BAL("aggregate msg{...} temporary by value in co_await");
}
