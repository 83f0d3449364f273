// SPDX-License-Identifier: Apache-2.0
// expect[g++]: ignoring returned value of type 'akt::v0::task<>', declared with attribute
// 'nodiscard' [-Werror=unused-result]
//
// expect[clang]: ignoring return value of function declared
// with 'nodiscard' attribute [-Werror,-Wunused-result]
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
