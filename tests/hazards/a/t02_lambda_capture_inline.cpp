// SPDX-License-Identifier: Apache-2.0
#include "../common.hpp"
template <class F>
task<int> apply(F f) {
  co_return f();
}
task<int> g() {
  probe p{3};
  co_return co_await apply([p] { return p.v; });
}
int main() {
  {
    auto t = g();
    t.run();
  }
  CHECK_BAL("inline lambda with by-value capture in co_await");
}
