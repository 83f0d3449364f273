// SPDX-License-Identifier: Apache-2.0
#include "messages.hpp"
#define L "hello hello hello hello hello hello"

// message that suppresses aggregate-ness by a defaulted private-free trick: user-declared ctor
struct nmsg {
  probe a{};
  std::string s{};
  nmsg() = default;
  template <class A, class S>
  nmsg(A x, S y) : a(std::move(x)), s(std::move(y)) {}
};
task<int> g() {
  ref r;
  co_return co_await r.ask(nmsg{probe{1}, std::string(L)});
}
int main() {
  {
    auto t = g();
    t.h.resume();
    later::fire();
  }
  CHECK_BAL("non-aggregate via user ctor");
}
