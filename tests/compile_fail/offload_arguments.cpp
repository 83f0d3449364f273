// SPDX-License-Identifier: Apache-2.0
// expect: offload(): the function cannot be called with copies of these arguments
#include "akt/akt.hpp"

struct Hash {
  const char* text;
};
int hash_of(int number);

class Hasher {
public:
  akt::task<int> on(const Hash& h) {
    auto hash = co_await akt::offload(&hash_of, h.text);
    co_return hash.value();
  }
};
