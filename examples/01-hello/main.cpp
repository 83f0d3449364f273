// SPDX-License-Identifier: Apache-2.0
//
// The smallest program: a message, an actor, a system.
// [hello]
#include "akt/akt.hpp"

#include <iostream>
#include <string>

struct Greet { // a message: any struct
  std::string who;
};

struct Greeter { // an actor: any class with on()
  void on(const Greet& m) { std::cout << "Hello, " << m.who << "!\n"; }
};

int main() {
  akt::actor_system system("hello");
  auto greeter = system.spawn<Greeter>("greeter");
  greeter.tell<Greet>("World");
} // the system handles what was told, then ends
// [hello]
