// SPDX-License-Identifier: Apache-2.0
#include "messages.hpp"
#define L "hello hello hello hello hello hello"

task<int> g() {
  ref r;
  co_return co_await [&] { return r.ask(msg{probe{1}, L}); }();
}
int main() {
  {
    auto t = g();
    t.h.resume();
    later::fire();
  }
  CHECK_BAL("IIFE ref-capture lambda around ask(msg{})");
}
