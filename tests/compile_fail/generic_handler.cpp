// SPDX-License-Identifier: Apache-2.0
// expect: the receiver has no handler for this message; expected `on(M)` (private? befriend
// akt::access; inherited? add using base::on;)
#include "akt/akt.hpp"

struct Deposit {
  int cents;
};

class Recorder {
public:
  void on(auto) {}
};

void use(akt::actor_ref<Recorder> recorder) { recorder.tell<Deposit>(5); }
