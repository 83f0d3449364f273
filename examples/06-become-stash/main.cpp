// SPDX-License-Identifier: Apache-2.0
//
// A link that is not connected yet keeps what it is told, and a door that changes how it answers.
#include "akt/akt.hpp"

#include <iostream>
#include <string>

// [link]
struct Connected {};
struct Send {
  std::string line;
};

class Link {
  using context = akt::context<Link>;

public:
  void on(const akt::started&, context& ctx) {
    ctx.become(akt::stash_others, [](Connected, context& c) { // until then, keep everything else
      c.unbecome();
      c.unstash_all();
    });
  }
  void on(Connected) {}
  std::string on(const Send& m) { return sent_ += m.line; }

private:
  std::string sent_;
};
// [link]

// [door]
struct Knock {};
struct Lock {};
struct Unlock {};

class Door {
  using context = akt::context<Door>;

public:
  std::string on(Knock) { return "come in"; }
  void on(Unlock) {}
  void on(Lock, context& ctx) {
    ctx.become([](Knock) { return std::string("locked"); },
               [](Unlock, context& c) { c.unbecome(); });
  }
};
// [door]

int main() {
  akt::actor_system system("house");

  auto link = system.spawn<Link>("link");
  link.tell<Send>("a");
  link.tell<Send>("b");
  link.tell<Connected>();
  std::cout << link.ask<Send>("c").get().value() << '\n';

  auto door = system.spawn<Door>("door");
  std::cout << door.ask<Knock>().get().value() << '\n';
  door.tell<Lock>();
  std::cout << door.ask<Knock>().get().value() << '\n';
  std::cout << door.ask<Lock>().get().error().message() << '\n';
  door.tell<Unlock>();
  std::cout << door.ask<Knock>().get().value() << '\n';
}
