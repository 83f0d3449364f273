// SPDX-License-Identifier: Apache-2.0
#include "messages.hpp"
#define L "hello hello hello hello hello hello"

struct inner {
  std::string x;
  probe p;
};
struct outer {
  inner i;
  int n;
};
task<int> g() {
  ref r;
  co_return co_await r.ask_e<outer>(inner{L, probe{1}}, 3);
}
int main() {
  {
    auto t = g();
    t.h.resume();
    later::fire();
  }
  CHECK_BAL("emplace with nested aggregate arg");
}
