// SPDX-License-Identifier: Apache-2.0
#include "../common.hpp"
struct aw {
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> h) { later::pending = h; }
  int await_resume() { return 1; }
};
aw use(const probe&) { return {}; }
task<int> g() { co_return co_await use(probe{2}); }
int main() {
  {
    auto t = g();
    t.h.resume();
  }
  CHECK_BAL("destroy while temp arg alive across suspend");
}
