// SPDX-License-Identifier: Apache-2.0
//
// Several questions at once: all() waits for every answer, first() for the fastest.
#include "akt/akt.hpp"

#include <algorithm>
#include <iostream>
#include <string>

using namespace std::chrono_literals;

struct GetPrice {};
struct Compare {};

struct Shop {
  int price;
  std::chrono::milliseconds delay;

  akt::task<int> on(GetPrice, akt::context<Shop>& ctx) {
    co_await ctx.sleep(delay);
    co_return price;
  }
};

struct Shopper {
  akt::actor_ref<Shop> near, far;

  akt::task<std::string> on(Compare) {
    // [all]
    auto [a, b] = co_await akt::all(near.ask<GetPrice>(), far.ask<GetPrice>());
    int best = std::min(a.value(), b.value());
    // [all]

    // [first]
    auto fastest = co_await akt::first(near.ask<GetPrice>(), far.ask<GetPrice>());
    const char* winner = fastest.index() == 0 ? "near" : "far";
    // [first]
    co_return "best price " + std::to_string(best) + ", fastest answer from " + winner;
  }
};

int main() {
  akt::actor_system system("shops");
  auto near = system.spawn<Shop>("near", 12, 1ms);
  auto far = system.spawn<Shop>("far", 9, 300ms);
  auto shopper = system.spawn<Shopper>("shopper", near, far);
  std::cout << shopper.ask<Compare>().get().value() << '\n';
}
