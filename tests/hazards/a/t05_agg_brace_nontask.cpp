// SPDX-License-Identifier: Apache-2.0
#include "../common.hpp"
struct msg {
  probe a;
  std::string s;
};
struct aw {
  msg m;
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> h) { later::pending = h; }
  int await_resume() { return m.a.v; }
};
aw ask(msg m) { return aw{std::move(m)}; }
task<int> g() { co_return co_await ask(msg{probe{1}, "hello hello hello hello hello"}); }
int main() {
  {
    auto t = g();
    t.h.resume();
    later::fire();
  }
  CHECK_BAL("co_await ask(msg{..}) (awaiter owns msg)");
}
