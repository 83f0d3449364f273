// SPDX-License-Identifier: Apache-2.0
#include "../common.hpp"
template <class F>
task<int> apply(F f) {
  co_return f();
}
task<int> g() {
  probe p{3};
  auto f = [p] { return p.v; };
  co_return co_await apply(std::move(f));
}
int main() {
  {
    auto t = g();
    t.run();
  }
  CHECK_BAL("named capturing lambda moved into co_await");
}
