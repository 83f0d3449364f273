// SPDX-License-Identifier: Apache-2.0
#include "messages.hpp"
#define L "hello hello hello hello hello hello"

struct op {
  paw p;
  paw operator co_await() && { return std::move(p); }
};
struct ref2 {
  template <class M>
  op ask(M m) const {
    return op{paw{std::make_unique<node<M>>(std::in_place, std::move(m))}};
  }
};
task<int> g() {
  ref2 r;
  co_return co_await r.ask(msg{probe{1}, L});
}
int main() {
  {
    auto t = g();
    t.h.resume();
    later::fire();
  }
  CHECK_BAL("operator co_await wrapper, aggregate prvalue");
}
