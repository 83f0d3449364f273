// SPDX-License-Identifier: Apache-2.0
#include "messages.hpp"
#define L "hello hello hello hello hello hello"

task<int> g() {
  ref r;
  std::vector<paw> v;
  v.push_back(r.ask(msg{probe{1}, L}));
  int s = 0;
  for (auto& p : v) s += co_await p;
  co_return s;
}
int main() {
  {
    auto t = g();
    t.h.resume();
    later::fire();
  }
  CHECK_BAL("vector of pending asks then co_await lvalue");
}
