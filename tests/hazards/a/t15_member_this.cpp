// SPDX-License-Identifier: Apache-2.0
#include "../common.hpp"
struct A {
  probe s{5};
  task<int> on(probe m) {
    co_await later{};
    co_return s.v + m.v;
  }
};
int main() {
  {
    A a;
    auto t = a.on(probe{1});
    t.h.resume();
    later::fire();
  }
  CHECK_BAL("member coroutine, param by value");
}
