// SPDX-License-Identifier: Apache-2.0
#include "../common.hpp"
struct msg {
  probe a;
  std::string s;
};
task<int> f(int v) { co_return v; }
task<msg> g() {
  int x = co_await f(3);
  co_return msg{probe{x}, "hello hello hello hello hello"};
}
task<msg> h() { co_return msg{probe{co_await f(3)}, "hello hello hello hello hello"}; }
int main(int c, char**) {
  {
    auto t = g();
    t.run();
    if (c > 1) {
      auto u = h();
      u.run();
    }
  }
  CHECK_BAL("co_return aggregate after / around co_await");
}
