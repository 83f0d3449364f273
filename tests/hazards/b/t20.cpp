// SPDX-License-Identifier: Apache-2.0
#include "messages.hpp"
#define L "hello hello hello hello hello hello"

task<int> g() {
  ref r;
  std::string s = L;
  co_return co_await r.ask_e<msg>(1, s);
}
int main() {
  {
    auto t = g();
    t.h.resume();
    later::fire();
  }
  CHECK_BAL("emplace lvalue args");
}
