// SPDX-License-Identifier: Apache-2.0
#include "../common.hpp"
template <class T>
struct A {
  T v;
  template <class M>
  requires requires(M m) { m.v; }
  task<int> on(M m) {
    auto x = co_await get(m.v);
    co_return x;
  }
  task<int> get(int i) { co_return i + v; }
};
int main() {
  {
    A<int> a{1};
    auto t = a.on(probe{4});
    if (t.run() != 5) return 1;
  }
  CHECK_BAL("constrained template member coroutine");
}
