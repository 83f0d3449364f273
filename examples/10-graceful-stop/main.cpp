// SPDX-License-Identifier: Apache-2.0
//
// A program that runs until Ctrl-C, then finishes what it has begun and says how that went.
#include "akt/akt.hpp"

#include <csignal>
#include <iostream>
#include <string>

using namespace std::chrono_literals;

struct Deliver {
  std::string what;
};

// [shop]
class Shop {
public:
  akt::task<> on(const Deliver& m, akt::context<Shop>& ctx) {
    co_await ctx.sleep(20ms);
    delivered_ += m.what + ' ';
  }
  void on(const akt::stopping&) { std::cout << "delivered: " << delivered_ << '\n'; }

private:
  std::string delivered_;
};
// [shop]

// [run]
int main() {
  auto ended = akt::run({.name = "shop"}, [](akt::program& program) {
    auto shop = program.system().spawn<Shop>("shop");
    shop.tell<Deliver>("bread");
    shop.tell<Deliver>("milk");
    std::raise(SIGINT); // as Ctrl-C does
    program.wait();     // until a signal comes
    std::cout << "no more orders\n";
  });
  if (!ended) {
    std::cerr << ended.error().message() << '\n';
    return 1;
  }
  std::cout << "signal " << ended->signal << ", "
            << (ended->stop.in_order ? "ended in order\n" : "ended at once\n");
  return ended->exit_code();
}
// [run]
