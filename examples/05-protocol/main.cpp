// SPDX-License-Identifier: Apache-2.0
//
// A protocol is what callers need to know of an actor. Whoever handles its messages with these
// replies fits behind the reference; callers do not see the class.
#include "akt/akt.hpp"

#include <iostream>
#include <map>
#include <string>

// [protocol]
struct Reserve {
  std::string article;
  int count;
};
struct InStock {
  std::string article;
};
using Inventory = akt::protocol<bool(Reserve), int(InStock)>;
// [protocol]

class Warehouse {
public:
  bool on(const Reserve& m) {
    int& left = stock_[m.article];
    if (left < m.count) return false;
    left -= m.count;
    return true;
  }
  int on(const InStock& m) { return stock_[m.article]; }

private:
  std::map<std::string, int> stock_{{"tea", 3}};
};
static_assert(akt::implements<Warehouse, Inventory>);

/// Another implementation: prints on demand, so it never runs out.
struct PrintShop {
  bool on(const Reserve&) { return true; }
  int on(const InStock&) { return 1'000'000; }
};

struct Buy {
  std::string article;
};

// [checkout]
struct Checkout {
  akt::actor_ref<Inventory> inventory; // knows the protocol only

  akt::task<std::string> on(const Buy& m) {
    auto reserved = co_await inventory.ask<Reserve>(m.article, 2);
    if (reserved.value()) co_return "sold 2 of " + m.article;
    auto left = co_await inventory.ask<InStock>(m.article);
    co_return "only " + std::to_string(left.value()) + " of " + m.article + " left";
  }
};
// [checkout]

int main() {
  akt::actor_system system("shop");
  auto warehouse = system.spawn<Warehouse>("warehouse");
  auto printer = system.spawn<PrintShop>("printer");
  auto groceries = system.spawn<Checkout>("groceries", akt::actor_ref<Inventory>(warehouse));
  auto posters = system.spawn<Checkout>("posters", akt::actor_ref<Inventory>(printer));

  std::cout << groceries.ask<Buy>("tea").get().value() << '\n'
            << groceries.ask<Buy>("tea").get().value() << '\n'
            << posters.ask<Buy>("poster").get().value() << '\n';
}
