// SPDX-License-Identifier: Apache-2.0
#include "messages.hpp"
#define L "hello hello hello hello hello hello"

struct cmsg {
  probe a;
  std::string s;
  cmsg(probe p, std::string x) : a(std::move(p)), s(std::move(x)) {}
};
task<int> g() {
  ref r;
  co_return co_await r.ask(cmsg{probe{1}, L});
}
int main() {
  {
    auto t = g();
    t.h.resume();
    later::fire();
  }
  CHECK_BAL("class with ctor, brace prvalue");
}
