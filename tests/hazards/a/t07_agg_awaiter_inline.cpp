// SPDX-License-Identifier: Apache-2.0
#include "../common.hpp"
struct aw {
  probe m;
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> h) { later::pending = h; }
  int await_resume() { return m.v; }
};
task<int> g() { co_return co_await aw{probe{4}}; }
int main() {
  {
    auto t = g();
    t.h.resume();
    later::fire();
  }
  CHECK_BAL("co_await aggregate_awaiter{temp}");
}
