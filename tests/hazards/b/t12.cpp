// SPDX-License-Identifier: Apache-2.0
#include "messages.hpp"
#define L "hello hello hello hello hello hello"

task<int> g() {
  ref r;
  int v = 3;
  co_return co_await r.ask_e<msg>(probe{v}, std::string(L) + "x");
}
int main() {
  {
    auto t = g();
    t.h.resume();
    later::fire();
  }
  CHECK_BAL("emplace with computed temporaries");
}
