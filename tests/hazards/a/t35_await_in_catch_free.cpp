// SPDX-License-Identifier: Apache-2.0
#include "../common.hpp"
task<int> f() {
  throw std::string("long long long long long long string");
  co_return 1;
}
task<int> g() {
  std::string e;
  try {
    co_await f();
  } catch (const std::string& s) {
    e = s;
  }
  co_await later{};
  co_return (int) e.size();
}
int main() {
  {
    auto t = g();
    t.h.resume();
    later::fire();
  }
  CHECK_BAL("exception object copied out, then co_await");
}
