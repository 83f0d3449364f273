// SPDX-License-Identifier: Apache-2.0
#include "../common.hpp"
int main() {
  {
    probe p{1};
    auto l = [p](int x) -> task<int> {
      co_await later{};
      co_return p.v + x;
    };
    auto t = l(2);
    t.h.resume();
    later::fire();
  }
  CHECK_BAL("capturing lambda coroutine kept alive");
}
