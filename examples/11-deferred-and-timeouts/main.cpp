// SPDX-License-Identifier: Apache-2.0
//
// A handler may answer later, when another message tells it the answer. Who asks bounds the wait.
#include "akt/akt.hpp"

#include <iostream>
#include <string>
#include <vector>

using namespace std::chrono_literals;

struct Pass {};
struct Open {};

// [gate]
class Gate {
public:
  akt::deferred<int> on(Pass) {
    akt::deferred<int> asker; // "I will answer", now or later
    if (open_)
      asker.fulfil(++passed_);
    else
      waiting_.push_back(asker);
    return asker;
  }

  void on(Open) {
    open_ = true;
    for (auto& asker : waiting_) asker.fulfil(++passed_);
    waiting_.clear();
  }

private:
  std::vector<akt::deferred<int>> waiting_;
  int passed_ = 0;
  bool open_ = false;
};
// [gate]

struct Run {};

struct Guard {
  akt::actor_ref<Gate> gate;

  akt::task<> on(Run, akt::context<Guard>& ctx) {
    co_await ctx.sleep(50ms); // the handler sleeps, the thread does not
    gate.tell<Open>();
  }
};

struct Walker {
  akt::actor_ref<Gate> gate;
  akt::actor_ref<Guard> guard;

  akt::task<std::string> on(Run) {
    // [timeout]
    auto early = co_await gate.ask<Pass>().within(20ms);
    // [timeout]
    guard.tell<Run>();
    auto late = co_await gate.ask<Pass>().within(1min);
    co_return early.error().message() + ", then passed as number " + std::to_string(late.value());
  }
};

int main() {
  akt::actor_system system("gates");
  auto gate = system.spawn<Gate>("gate");
  auto guard = system.spawn<Guard>("guard", gate);
  auto walker = system.spawn<Walker>("walker", gate, guard);
  std::cout << walker.ask<Run>().within(1min).get().value() << '\n';
}
