// SPDX-License-Identifier: Apache-2.0
//
// Many to one, one to many, from outside to one.
#include "caf_api.hpp"
#include "peer_rows.hpp"
#include "peer_tally.hpp"

namespace peer {
namespace {

class counter {
public:
  counter(u64 producers, u64 n, std::latch* done)
      : got_("counter, sum", producers * n, producers * sum_below(n), done) {}

  caf::behavior make_behavior() {
    return {[this](u64 v) { got_.add(v); }};
  }

private:
  tally got_;
};

class producer {
public:
  producer(caf::event_based_actor* self, std::vector<caf::actor> to, u64 n, int in_a_turn)
      : self_(self), to_(std::move(to)), n_(n), in_a_turn_(in_a_turn) {}

  caf::behavior make_behavior() {
    return {[this](tick_atom) {
      for (int k = 0; k < in_a_turn_ && sent_ < n_; ++k, ++sent_)
        for (auto& to : to_) tell(self_, to, sent_);
      if (sent_ < n_) tell(self_, self_, tick_atom_v);
    }};
  }

private:
  caf::event_based_actor* self_;
  std::vector<caf::actor> to_;
  u64 n_, sent_ = 0;
  int in_a_turn_;
};

} // namespace

taken fan(running_system& running, int producers, int counters, u64 n, int in_a_turn) {
  caf::actor_system& system = running;
  std::latch done(counters);
  std::vector<caf::actor> to, from;
  for (int i = 0; i < counters; ++i) to.push_back(spawn<counter>(system, u64(producers), n, &done));
  for (int i = 0; i < producers; ++i) from.push_back(spawn<producer>(system, to, n, in_a_turn));
  stopwatch watch;
  for (auto& p : from) tell_from_outside(p, tick_atom_v);
  done.wait();
  return watch.read();
}

taken from_outside(running_system& running, u64 n) {
  caf::actor_system& system = running;
  std::latch done(1);
  auto to = spawn<counter>(system, u64(1), n, &done);
  stopwatch watch;
  for (u64 i = 0; i < n; ++i) tell_from_outside(to, i);
  done.wait();
  return watch.read();
}

} // namespace peer
