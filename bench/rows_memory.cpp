// SPDX-License-Identifier: Apache-2.0
//
// Idle actors, and a mailbox of two million.
#include "rows.hpp"

namespace bench {
namespace {

// ---- idle actors

class Idle {
public:
  explicit Idle(u64 x) : sum_(x) {}
  void on(Num m) { sum_ += m.v; }

private:
  u64 sum_;
};

/// Comparing peers, each has handled a message.
void idle_memory(u64 n, bool told) {
  akt::actor_system system(options());
  std::vector<akt::any_ref> refs;
  refs.reserve(n);
  auto spawn = [&](u64 i) {
    auto idle = system.spawn<Idle>(akt::anonymous, i);
    if (told) idle.tell<Num>(i);
    return akt::any_ref(idle);
  };
  for (u64 i = 0; i < 1000; ++i) (void)spawn(i);
  pause_ms(50);
  long before = rss_bytes();
  auto from = now_ns();
  for (u64 i = 0; i < n; ++i) refs.push_back(spawn(i));
  result("spawn_idle_ext", double(n) / double(now_ns() - from) * 1e9, "actors/s");
  while (system.fates().in_flight > 0) pause_ms(5);
  pause_ms(100);
  result("idle_mem", double(rss_bytes() - before) / double(n), "B/actor");
}

// ---- a mailbox of two million

class Held {
public:
  Held(u64 n, flag* in, flag* gate, flag* done) : n_(n), in_(in), gate_(gate), done_(done) {}
  void on(Tick) {
    in_->store(true);
    wait(*gate_);
  }
  void on(Num m) {
    sum_ += m.v;
    if (++count_ != n_) return;
    check(sum_ == n_ * (n_ - 1) / 2, "the sum is wrong");
    done_->store(true);
  }

private:
  u64 count_ = 0, sum_ = 0, n_;
  flag *in_, *gate_, *done_;
};

/// Messages per second while the mailbox fills.
double fill_and_drain(akt::actor_system& system, u64 n, bool report_drain) {
  flag in{false}, gate{false}, done{false};
  auto held = system.spawn<Held>(akt::anonymous, n, &in, &gate, &done);
  held.tell<Tick>();
  wait(in);
  auto t0 = now_ns();
  for (u64 i = 0; i < n; ++i) held.tell<Num>(i);
  auto t1 = now_ns();
  gate.store(true);
  wait(done);
  auto t2 = now_ns();
  if (report_drain) result("mbox_drain", double(n) / double(t2 - t1) * 1e9, "msg/s");
  return double(n) / double(t1 - t0) * 1e9;
}

void mailbox(u64 n) {
  akt::actor_system system(options());
  double filled = fill_and_drain(system, n, true);
  result("mbox_enqueue", filled, "msg/s");
  // Again at once, while the memory is warm: what of the first figure is the memory's.
  result("mbox_refill", fill_and_drain(system, n, false), "msg/s");
}

constexpr row rows[] = {
    {"mbox", [] { mailbox(scaled(2e6)); }},
    {"idle_mem",
     [] {
       const bool peers = round_seconds() > 0;
       idle_memory(scaled(peers ? 1e5 : 1e6), peers);
     }},
};

} // namespace

std::span<const row> memory_rows() noexcept { return rows; }

} // namespace bench
