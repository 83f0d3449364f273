// SPDX-License-Identifier: Apache-2.0
#include "messages.hpp"
#define L "hello hello hello hello hello hello"

task<int> g() {
  ref r;
co_yield_free:
  int x = co_await r.ask(std::string(L));
  co_return x;
}
int main() {
  {
    auto t = g();
    t.h.resume();
    later::fire();
  }
  CHECK_BAL("std::string prvalue as message");
}
