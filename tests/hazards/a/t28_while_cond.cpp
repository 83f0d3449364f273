// SPDX-License-Identifier: Apache-2.0
#include "../common.hpp"
task<std::optional<int>> f(int& n) {
  if (n-- > 0) co_return std::optional<int>(n);
  co_return std::nullopt;
}
task<int> g() {
  int n = 5, s = 0;
  while (auto x = co_await f(n)) s += *x;
  co_return s;
}
int main() {
  {
    auto t = g();
    if (t.run() != 10) return 1;
  }
  CHECK_BAL("while(auto x = co_await f())");
}
