// SPDX-License-Identifier: Apache-2.0
#include "messages.hpp"
#define L "hello hello hello hello hello hello"

struct base_msg {
  base_msg() = default;
};
struct dmsg : base_msg {
  probe a;
  std::string s;
};
task<int> g() {
  ref r;
  co_return co_await r.ask(dmsg{{}, probe{1}, L});
}
int main() {
  {
    auto t = g();
    t.h.resume();
    later::fire();
  }
  CHECK_BAL("aggregate with base");
}
