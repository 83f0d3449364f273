// SPDX-License-Identifier: Apache-2.0
#include "../common.hpp"
struct msg {
  probe a;
  std::string s;
};
task<msg> f(int v) { co_return msg{probe{v}, "hello hello hello hello"}; }
task<int> g() {
  auto m = co_await f(1);
  auto [a, s] = co_await f(2);
  co_return m.a.v + a.v + (int)s.size();
}
int main() {
  {
    auto t = g();
    t.run();
  }
  CHECK_BAL("co_await returning aggregate by value");
}
