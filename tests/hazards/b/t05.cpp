// SPDX-License-Identifier: Apache-2.0
#include "messages.hpp"
#define L "hello hello hello hello hello hello"

task<int> g() {
  ref r;
  auto p = r.ask(msg{probe{1}, L});
  co_return co_await std::move(p);
}
int main() {
  {
    auto t = g();
    t.h.resume();
    later::fire();
  }
  CHECK_BAL("auto f = ask(msg{}); co_await f");
}
