// SPDX-License-Identifier: Apache-2.0
// expect: a task starts when it is awaited
// lines[g++]: 13
#include "akt/akt.hpp"

struct Balance {};

class Account {
public:
  akt::task<> on(const Balance&) {
    refresh();
    co_return;
  }

private:
  akt::task<> refresh() { co_return; }
};
