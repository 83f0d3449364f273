// SPDX-License-Identifier: Apache-2.0
#include <akt/akt.hpp>

#include <cstdio>

struct Increment {
  int by;
};
struct Get {};

class Counter {
public:
  void on(Increment m) { value_ += m.by; }
  int on(Get) const { return value_; }

private:
  int value_ = 0;
};

int main() {
  akt::actor_system system("counter");
  auto counter = system.spawn<Counter>("counter");
  counter.tell<Increment>(1);
  counter.tell<Increment>(2);
  std::printf("%d\n", counter.ask<Get>().get().value());
}
