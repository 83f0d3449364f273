// SPDX-License-Identifier: Apache-2.0
#include "messages.hpp"
#define L "hello hello hello hello hello hello"

msg make(int v) { return msg{probe{v}, L}; }
task<int> g() {
  ref r;
  co_return co_await r.ask(make(1));
}
int main() {
  {
    auto t = g();
    t.h.resume();
    later::fire();
  }
  CHECK_BAL("aggregate prvalue from function call");
}
