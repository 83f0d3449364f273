// SPDX-License-Identifier: Apache-2.0
//
// Handlers that block: beside other actors, and in front of a full mailbox.
#include "caf_api.hpp"
#include "peer_rows.hpp"
#include "peer_tally.hpp"

namespace peer {
namespace {

// ---- blocked

class blocker {
public:
  explicit blocker(std::latch* done)
      : got_("blocked, sum", blocks_each, sum_below(blocks_each), done) {}

  caf::behavior make_behavior() {
    return {[this](u64 v) {
      pause_ms(10);
      got_.add(v);
    }};
  }

private:
  tally got_;
};

class player {
public:
  player(caf::event_based_actor* self, match* m) : self_(self), match_(m) {}

  caf::behavior make_behavior() {
    return {
        [this](u64 v) {
          if (match_->goes_on(v, hits_++)) tell(self_, opponent_, v + 1);
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
      : got_("mbox, sum", n, sum_below(n), done), in_(in), gate_(gate) {}

  caf::behavior make_behavior() {
    return {
        [this](u64 v) { got_.add(v); },
        [this](tick_atom) {
          in_->count_down();
          gate_->wait();
        },
    };
  }

private:
  tally got_;
  std::latch *in_, *gate_;
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
  m.measure(done, [&] {
    for (auto& x : blockers)
      for (u64 i = 0; i < blocks_each; ++i) tell_from_outside(x, i);
    tell_from_outside(b, u64(0));
  });
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
  fill_and_drain(n, gate, done, [&](u64 v) { tell_from_outside(a, v); });
}

} // namespace peer
