// SPDX-License-Identifier: Apache-2.0
// expect: from_callback<R>() takes a function of akt::reply_port<R>
#include "akt/akt.hpp"

struct Query {};

class Client {
public:
  akt::task<int> on(const Query&) {
    auto start = [](int) {};
    auto answer = co_await akt::from_callback<int>(start);
    co_return answer.value();
  }
};
