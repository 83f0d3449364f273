// SPDX-License-Identifier: Apache-2.0
//
// A porter who takes one parcel at a time and puts the others aside.
#include "akt/akt.hpp"

#include <iostream>
#include <utility>

// [stash]
struct Deliver {
  int parcel;
};
struct Sign {};

/// Takes one parcel at a time; the next ones wait until the last one is signed for.
class Porter {
  using context = akt::context<Porter>;

public:
  int on(Deliver m, context& ctx) {
    if (busy_) {
      ctx.stash(std::move(m)); // whoever asked gets the answer of the next handling
      return 0;
    }
    busy_ = true;
    return m.parcel;
  }
  void on(Sign, context& ctx) {
    busy_ = false;
    ctx.unstash_one();
  }

private:
  bool busy_ = false;
};
// [stash]

int main() {
  akt::actor_system system("house");
  auto porter = system.spawn<Porter>("porter");
  porter.tell<Deliver>(1);
  porter.tell<Deliver>(2);
  porter.tell<Sign>();
  porter.tell<Sign>();
  std::cout << "parcel " << porter.ask<Deliver>(3).get().value() << '\n';
}
