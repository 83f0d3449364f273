// SPDX-License-Identifier: Apache-2.0
// expect: offload() takes a function without captures: pass what it needs as arguments, they are
// copied into the job
#include "akt/akt.hpp"

struct Hash {
  int number;
};

class Hasher {
public:
  akt::task<int> on(const Hash& h) {
    auto work = [&h] { return h.number * 31; };
    auto hash = co_await akt::offload(work);
    co_return hash.value();
  }
};
