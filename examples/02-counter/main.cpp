// SPDX-License-Identifier: Apache-2.0
//
// State without locks: two actors tell a third one, which handles one message at a time.
#include "akt/akt.hpp"

#include <iostream>

struct Add {
  int n;
};
struct GetTotal {};

// [counter]
class Counter {
public:
  void on(Add m) { total_ += m.n; }
  int on(GetTotal) const { return total_; }

private:
  int total_ = 0; // no mutex: only one handler of an actor runs at a time
};
// [counter]

struct Count {
  int times;
};

/// Adds one, many times. Its handler answers when it has told them all.
struct Clicker {
  akt::actor_ref<Counter> counter;

  void on(Count m) {
    for (int i = 0; i < m.times; ++i) counter.tell<Add>(1);
  }
};

int main() {
  akt::actor_system system("counter");
  auto counter = system.spawn<Counter>("counter");
  auto left = system.spawn<Clicker>("left", counter);
  auto right = system.spawn<Clicker>("right", counter);

  left.tell<Count>(50'000);
  right.ask<Count>(50'000).get().value();
  left.ask<Count>(0).get().value(); // handled behind the first one

  std::cout << counter.ask<GetTotal>().get().value() << '\n';
}
