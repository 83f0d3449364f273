// SPDX-License-Identifier: Apache-2.0
#include "../common.hpp"
template <class F>
struct aw {
  F f;
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> h) { later::pending = h; }
  int await_resume() { return f(); }
};
template <class F>
aw<F> run(F f) {
  return aw<F>{std::move(f)};
}
task<int> g() {
  auto p = std::make_unique<probe>(3);
  co_return co_await run([p = std::move(p)] { return p->v; });
}
int main() {
  {
    auto t = g();
    t.h.resume();
    later::fire();
  }
  CHECK_BAL("co_await run([p=move(p)]{..}) plain fn -> awaiter");
}
