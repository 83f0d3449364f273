// SPDX-License-Identifier: Apache-2.0
#include "../common.hpp"
struct killer {
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> h) { h.destroy(); }
  void await_resume() {}
};
task<int> g(probe p) {
  probe q;
  co_await killer{};
  co_return 1;
}
int main() {
  {
    auto t = g(probe{1});
    auto h = std::exchange(t.h, {});
    h.resume();
  }
  CHECK_BAL("destroy() inside await_suspend (GCC 15.2 bug)");
}
