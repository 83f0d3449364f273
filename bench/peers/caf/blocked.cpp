// SPDX-License-Identifier: Apache-2.0
//
// Handlers that block: beside other actors, and in front of a full mailbox.
#include "caf_api.hpp"
#include "rows.hpp"

namespace peer {
namespace {

// ---- blocked

constexpr u64 blocks_each = 25;

class blocker {
public:
  explicit blocker(std::latch* done) : done_(done) {}

  caf::behavior make_behavior() {
    return {[this](u64 v) {
      pause_ms(10);
      sum_ += v;
      if (++handled_ < blocks_each) return;
      check("blocked, sum", sum_, sum_below(blocks_each));
      done_->count_down();
    }};
  }

private:
  std::latch* done_;
  u64 handled_ = 0, sum_ = 0;
};

/// Two players and what they share.
struct match {
  std::atomic<u64> round_trips{0};
  std::atomic<bool> over{false};
  std::latch done{1};
};

class player {
public:
  player(caf::event_based_actor* self, match* m) : self_(self), match_(m) {}

  caf::behavior make_behavior() {
    return {
        [this](u64 v) {
          check("blocked, ping-pong", v, 2 * hits_++ + v % 2);
          if (v % 2 == 0) match_->round_trips.fetch_add(1, std::memory_order_relaxed);
          if (match_->over.load(std::memory_order_relaxed))
            match_->done.count_down();
          else
            tell(self_, opponent_, v + 1);
        },
        [this](const caf::actor& opponent) { opponent_ = opponent; },
    };
  }

private:
  caf::event_based_actor* self_;
  match* match_;
  caf::actor opponent_;
  u64 hits_ = 0;
};

// ---- mbox

class held {
public:
  held(u64 n, std::latch* in, std::latch* gate, std::latch* done)
      : n_(n), in_(in), gate_(gate), done_(done) {}

  caf::behavior make_behavior() {
    return {
        [this](u64 v) {
          sum_ += v;
          if (++count_ == n_) finish();
        },
        [this](tick_atom) {
          in_->count_down();
          gate_->wait();
        },
    };
  }

private:
  void finish() {
    check("mbox, sum", sum_, sum_below(n_));
    done_->count_down();
  }

  u64 n_, count_ = 0, sum_ = 0;
  std::latch *in_, *gate_, *done_;
};

} // namespace

void blocked() {
  running_system system;
  caf::actor_system& s = system;
  std::latch done(2 * workers());
  std::vector<caf::actor> blockers;
  for (unsigned i = 0; i < 2 * workers(); ++i)
    blockers.push_back(spawn<blocker, caf::detached>(s, &done));
  match m;
  auto a = spawn<player>(s, &m), b = spawn<player>(s, &m);
  tell_from_outside(a, b);
  tell_from_outside(b, a);
  pause_ms(20);

  stopwatch watch;
  for (auto& x : blockers)
    for (u64 i = 0; i < blocks_each; ++i) tell_from_outside(x, i);
  tell_from_outside(b, u64(0));
  done.wait();
  double seconds = watch.read().seconds;
  u64 round_trips = m.round_trips.load();
  m.over = true;
  m.done.wait();
  report("blocked_pingpong", double(round_trips) / seconds, "rt/s");
  report("blocked_time", seconds * 1e3, "ms");
  stop({a, b});
}

void mbox() {
  running_system system;
  caf::actor_system& s = system;
  u64 n = scaled(2e6);
  std::latch in(1), gate(1), done(1);
  auto a = spawn<held>(s, n, &in, &gate, &done);
  tell_from_outside(a, tick_atom_v);
  in.wait();
  stopwatch filling;
  for (u64 i = 0; i < n; ++i) tell_from_outside(a, i);
  double filled = filling.read().seconds;
  stopwatch draining;
  gate.count_down();
  done.wait();
  double drained = draining.read().seconds;
  report("mbox_enqueue", double(n) / filled, "msg/s");
  report("mbox_drain", double(n) / drained, "msg/s");
}

} // namespace peer
