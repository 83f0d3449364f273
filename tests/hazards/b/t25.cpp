// SPDX-License-Identifier: Apache-2.0
#include "messages.hpp"
#define L "hello hello hello hello hello hello"

struct in {
  std::optional<std::string> o;
  int k = 0;
};
task<int> g() {
  ref r;
  co_return co_await r.ask(in{});
}
int main() {
  {
    auto t = g();
    t.h.resume();
    later::fire();
  }
  CHECK_BAL("empty-brace aggregate w/ nontrivial members");
}
