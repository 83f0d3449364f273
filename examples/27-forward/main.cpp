// SPDX-License-Identifier: Apache-2.0
//
// A message that goes on to another actor takes its asker along, and says whom it is from.
#include "akt/akt.hpp"

#include <iostream>
#include <string>
#include <vector>

struct Order {
  std::string dish;
};
struct Dine {};
struct Total {};

// [cook]
class Cook {
public:
  std::string on(const Order& m, akt::context<Cook>& ctx) {
    ++cooked_;
    return m.dish + " for " + (ctx.sender() ? ctx.sender().path() : "somebody outside");
  }
  int on(Total) { return cooked_; }

private:
  int cooked_ = 0;
};
// [cook]

// [waiter]
struct Waiter {
  akt::actor_ref<Cook> cook;

  std::string on(Order m, akt::context<Waiter>& ctx) {
    if (m.dish == "water") return "water by the waiter";
    ctx.forward(cook, std::move(m)); // the cook answers whoever has asked
    return {};                       // reaches nobody
  }
};
// [waiter]

struct Guest {
  akt::actor_ref<Waiter> waiter;

  akt::task<std::string> on(Dine) {
    auto dish = co_await waiter.ask<Order>("soup");
    co_return dish.value();
  }
};

int main() {
  akt::actor_system system("inn");
  auto cook = system.spawn_or_find<Cook>("cook"); // found if somebody was faster
  auto waiter = system.spawn<Waiter>("waiter", cook);
  auto guest = system.spawn<Guest>("guest", waiter);

  std::cout << waiter.ask<Order>("water").get().value() << '\n';
  std::cout << waiter.ask<Order>("bread").get().value() << '\n';
  std::cout << guest.ask<Dine>().get().value() << '\n';

  // [batch]
  const std::vector<Order> evening{{"fish"}, {"cake"}, {"fruit"}};
  cook.tell_all(evening);
  // [batch]
  std::cout << cook.ask<Total>().get().value() << " dishes\n";
}
