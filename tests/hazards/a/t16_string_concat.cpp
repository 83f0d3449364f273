// SPDX-License-Identifier: Apache-2.0
#include "../common.hpp"
task<std::string> f(std::string s) { co_return s + "!"; }
task<std::string> g() {
  std::string a = "some long string to defeat sso.....";
  co_return co_await f(a + "x" + std::to_string(1)) +
      (co_await f("literal long long long long long"));
}
int main() {
  {
    auto t = g();
    auto s = t.run();
    if (s.size() < 60) return 1;
  }
  CHECK_BAL("string temporaries around co_await");
}
