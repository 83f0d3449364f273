// SPDX-License-Identifier: Apache-2.0
// expect: the receiver has an on() that accepts anything: a typo would reach it
#include "akt/akt.hpp"

struct Deposit {
  int cents;
};

class Recorder {
public:
  void on(const auto&) {}
};

void use(akt::actor_ref<Recorder> recorder) { recorder.tell<Deposit>(5); }
