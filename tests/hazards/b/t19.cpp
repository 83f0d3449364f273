// SPDX-License-Identifier: Apache-2.0
#include "messages.hpp"
#define L "hello hello hello hello hello hello"

struct P {
  paw p;
};
task<int> g() {
  ref r;
  auto&& a = r.ask(msg{probe{1}, L});
  co_return co_await std::move(a);
}
int main() {
  {
    auto t = g();
    t.h.resume();
    later::fire();
  }
  CHECK_BAL("auto&& a = ask(msg{}); co_await");
}
