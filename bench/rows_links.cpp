// SPDX-License-Identifier: Apache-2.0
//
// Two systems over the in-memory link, in one world and one thread: encode, carry, decode.
#include "rows.hpp"

#include <akt/testkit.hpp>

namespace bench {

struct Load {
  std::uint64_t v;
};
struct Sum {};

namespace {

class Far {
public:
  using messages = akt::protocol<void(Load), u64(Sum)>;
  void on(const Load& m) { sum_ += m.v; }
  u64 on(Sum) const { return sum_; }

private:
  u64 sum_ = 0;
};

struct linked {
  akt::sim::world world;
  akt::actor_system& here = world.system("here");
  akt::actor_system& there = world.system("there");
  akt::actor_ref<Far> far;

  linked() {
    world.connect(here, there);
    there.spawn<Far>("far");
    far = world.find<Far>(here, "there", "far").value();
  }
};

double tell_over_link(u64 n) {
  constexpr u64 batch = 500;
  linked l;
  auto from = now_ns();
  for (u64 i = 0; i < n; i += batch) {
    for (u64 k = 0; k < batch; ++k) l.far.tell<Load>(u64(1));
    l.world.run_until_idle();
  }
  double rate = double(n) / double(now_ns() - from) * 1e9;
  if (l.far.ask<Sum>().get().value() < n) std::abort();
  return rate;
}

double ask_over_link(u64 n) {
  linked l;
  auto from = now_ns();
  for (u64 i = 0; i < n; ++i)
    if (l.far.ask<Sum>().get().value() != 0) std::abort();
  return double(n) / double(now_ns() - from) * 1e9;
}

constexpr row rows[] = {
    {"link_tell", [] { result("link_tell", tell_over_link(scaled(5e5)), "msg/s"); }},
    {"link_ask", [] { result("link_ask", ask_over_link(scaled(1e5)), "asks/s"); }},
};

} // namespace

std::span<const row> link_rows() noexcept { return rows; }

} // namespace bench
