// SPDX-License-Identifier: Apache-2.0
//
// A test of an actor: a probe stands for its partner, and time passes when the test says so.
#include "akt/testkit.hpp"

#include <iostream>

using namespace std::chrono_literals;

struct Ring {
  int times;
  friend bool operator==(const Ring&, const Ring&) = default;
};
struct Silence {};
using Bell = akt::protocol<void(Ring), void(Silence)>;

struct WakeMe {
  std::chrono::hours in;
};

/// What is tested.
struct Alarm {
  akt::actor_ref<Bell> bell;

  akt::task<> on(WakeMe m, akt::context<Alarm>& ctx) {
    co_await ctx.sleep(m.in);
    bell.tell<Ring>(3);
    co_await ctx.sleep(1min);
    bell.tell<Silence>();
  }
};

int main() {
  // [probe]
  akt::testkit::kit kit({.seed = 7}); // one thread, virtual time
  akt::testkit::probe<Ring, Silence> probe(kit);
  auto alarm = kit.spawn<Alarm>("alarm", akt::actor_ref<Bell>(probe.ref()));

  alarm.tell<WakeMe>(8h);
  kit.advance(8h - 1s);
  probe.expect_none();
  kit.advance(1s); // eight hours pass in no time
  probe.expect(Ring{3});
  probe.expect_none();
  kit.advance(1min);
  probe.expect<Silence>();
  // [probe]

  // [intercept]
  kit.intercept<WakeMe>(
      [](const WakeMe& m) { return m.in > 24h ? akt::sim::drop : akt::sim::delay(2s); });
  alarm.tell<WakeMe>(48h); // is lost
  alarm.tell<WakeMe>(1h);  // comes late
  kit.advance(1h);
  probe.expect_none();
  probe.expect_within(2s, Ring{3});
  // [intercept]
  std::cout << "ok\n";
}
