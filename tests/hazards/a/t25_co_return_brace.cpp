// SPDX-License-Identifier: Apache-2.0
#include "../common.hpp"
struct msg {
  probe a;
  int b;
};
task<msg> g() { co_return msg{probe{1}, 2}; }
int main() {
  {
    auto t = g();
    t.run();
  }
  CHECK_BAL("co_return aggregate{..}");
}
