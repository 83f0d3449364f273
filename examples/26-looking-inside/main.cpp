// SPDX-License-Identifier: Apache-2.0
//
// What the actors of a system do just now, and handlers that wait for each other.
#include "akt/testkit.hpp"

#include <iostream>
#include <string>

using namespace std::chrono_literals;

struct Lock {};
struct Draw {};
struct Meet {
  akt::any_ref other;
};

// [bank]
struct Vault {
  akt::task<int> on(Lock, akt::context<Vault>& ctx) {
    co_await ctx.sleep(3s); // the lock is slow
    co_return 7;
  }
};

struct Teller {
  akt::actor_ref<Vault> vault;
  akt::task<> on(Draw) {
    auto key = co_await vault.ask<Lock>();
    std::cout << "key " << key.value() << '\n';
  }
};
// [bank]

// [cycle]
class Polite { // lets the other one go first
public:
  void on(Meet m) { other_ = akt::actor_ref<Polite>(m.other); }
  akt::task<int> on(Draw) {
    auto answer = co_await other_.ask<Draw>();
    co_return answer ? *answer : 0;
  }

private:
  akt::actor_ref<Polite> other_;
};

struct Reporter {
  void on(const akt::started&, akt::context<Reporter>& ctx) {
    ctx.subscribe(ctx.system().wait_cycles());
  }
  void on(const akt::wait_cycle& c) {
    for (const auto& m : c.members) std::cout << m.path << " waits at " << m.at << '\n';
  }
};
// [cycle]

int main() {
  akt::testkit::kit kit({.system = {.name = "bank"}});
  // [look]
  auto vault = kit.spawn<Vault>("vault");
  auto teller = kit.spawn<Teller>("teller", vault);
  for (int i = 0; i < 3; ++i) teller.tell<Draw>();
  kit.advance(1s);
  const std::string dump = kit.system().dump(); // any thread, at any time
  std::cout << dump.substr(0, dump.find("messages:"));

  auto info = kit.system().info(teller);
  std::cout << info.path << " is " << name(info.state) << ", " << info.mailbox << " wait\n";
  // [look]
  kit.advance(20s);

  auto anna = kit.spawn<Polite>("anna"), otto = kit.spawn<Polite>("otto");
  kit.spawn<Reporter>("reporter");
  anna.tell<Meet>(otto);
  otto.tell<Meet>(anna);
  kit.settle();
  anna.tell<Draw>();
  kit.advance(100ms); // the default deadline of an ask is five seconds
  anna.stop(akt::now);
}
