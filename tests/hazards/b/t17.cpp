// SPDX-License-Identifier: Apache-2.0
#include "messages.hpp"
#define L "hello hello hello hello hello hello"

task<int> g() {
  ref r;
  probe p;
  auto f = [p] { return p.v; };
  co_return co_await r.ask(std::move(f));
}
int main() {
  {
    auto t = g();
    t.h.resume();
    later::fire();
  }
  CHECK_BAL("named lambda non-trivial capture, moved");
}
