// SPDX-License-Identifier: Apache-2.0
#include "../common.hpp"
struct msg {
  probe a;
  std::string s;
  std::unique_ptr<int> p;
};
struct A {
  task<int> on(msg m) {
    probe l;
    co_await later{};
    co_return m.a.v + (int)m.s.size() + *m.p;
  }
};
int main() {
  {
    A a;
    msg m{probe{1}, "hello hello hello hello", std::make_unique<int>(2)};
    auto t = a.on(std::move(m));
    t.h.resume();
    later::fire();
    auto t2 = a.on(msg{probe{1}, "hello hello hello hello", std::make_unique<int>(2)});
    t2.h.resume();
    later::fire();
  }
  CHECK_BAL("aggregate taken by value by a coroutine handler");
}
