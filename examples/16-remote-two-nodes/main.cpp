// SPDX-License-Identifier: Apache-2.0
//
// A reference is the same wherever its actor lives. Here two systems share one thread, and bytes go
// from one to the other; a transport would carry the same bytes between two machines.
#include "akt/testkit.hpp"

#include <iostream>
#include <map>
#include <string>

// [two-nodes]
struct Reserve {
  std::string item;
  int pieces = 0;
};

class Warehouse {
public:
  using messages = akt::protocol<bool(Reserve)>; // what may arrive over a link

  bool on(const Reserve& m) {
    int& left = stock_[m.item];
    if (left < m.pieces) return false;
    left -= m.pieces;
    return true;
  }

private:
  std::map<std::string, int> stock_ = {{"apple", 3}};
};

int main() {
  akt::sim::world world;
  auto& berlin = world.system("berlin");
  auto& paris = world.system("paris");
  world.connect(berlin, paris);
  berlin.spawn<Warehouse>("warehouse");

  auto warehouse = world.find<Warehouse>(paris, "berlin", "warehouse").value();
  for (int pieces : {2, 2, 1}) {
    bool reserved = warehouse.ask<Reserve>("apple", pieces).get().value();
    std::cout << pieces << (reserved ? " reserved\n" : " refused\n");
  }

  world.cut(berlin, paris);
  auto answer = warehouse.ask<Reserve>("apple", 1).get();
  std::cout << "without a link: " << answer.error().message() << '\n';
}
// [two-nodes]
