// SPDX-License-Identifier: Apache-2.0
#include "../common.hpp"
struct msg {
  probe a;
  std::string s;
};
struct A {
  probe st;
  task<int> on(const msg& m) {
    probe l;
    co_await later{};
    co_return m.a.v + (int)m.s.size();
  }
};
int main() {
  {
    A a;
    msg m{probe{1}, "hello hello hello hello"};
    auto t = a.on(m);
    t.h.resume();
    later::fire();
  }
  CHECK_BAL("const& param, caller keeps message alive");
}
