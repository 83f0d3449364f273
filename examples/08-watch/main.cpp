// SPDX-License-Identifier: Apache-2.0
//
// An actor that hears of another one's end, and two that end together.
#include "akt/testkit.hpp"

#include <iostream>
#include <stdexcept>

struct Work {};
struct Break {};

/// Breaks when it is told to.
struct Machine {
  int on(Work) { return 1; }
  void on(Break) { throw std::runtime_error("a gear"); }
};

struct Jobs {};

// [watch]
/// Keeps one machine running: a new one comes for each that ends.
class Foreman {
  using context = akt::context<Foreman>;

public:
  void on(const akt::started&, context& ctx) { hire(ctx); }
  void on(const akt::terminated& t, context& ctx) {
    std::cout << t.path << ": " << akt::name(t.reason) << '\n';
    hire(ctx);
  }
  akt::actor_ref<Machine> on(Jobs) const { return machine_; }

private:
  void hire(context& ctx) {
    machine_ = ctx.spawn<Machine>("machine");
    ctx.watch(machine_);
  }
  akt::actor_ref<Machine> machine_;
};
// [watch]

// [link]
/// Of no use without its machine, and the other way round.
struct Operator {
  akt::actor_ref<Machine> machine;

  void on(const akt::started&, akt::context<Operator>& ctx) { ctx.link(machine); }
  void on(const akt::stopping&) { std::cout << "the operator goes home\n"; }
};
// [link]

int main() {
  akt::testkit::kit kit; // one thread, so that the lines come in this order
  auto foreman = kit.spawn<Foreman>("foreman");
  kit.await(foreman.ask<Jobs>()).value().tell<Break>();
  kit.settle();
  std::cout << kit.await(foreman.ask<Jobs>()).value().path() << '\n';

  auto press = kit.spawn<Machine>("press");
  kit.spawn<Operator>("operator", press);
  kit.settle();
  press.tell<Break>();
  kit.settle();
  std::cout << (kit.system().find<Operator>("operator") ? "works" : "gone") << '\n';
}
