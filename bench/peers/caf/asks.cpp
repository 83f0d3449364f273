// SPDX-License-Identifier: Apache-2.0
//
// Asks: from actors, with a time-out, and from the main thread.
#include "caf_api.hpp"
#include "peer_rows.hpp"

namespace peer {
namespace {

constexpr std::chrono::seconds timeout{5};

void failed(const caf::error& e) { fail("ask: " + to_string(e)); }

class echo {
public:
  caf::behavior make_behavior() {
    return {[](u64 v) { return v; }};
  }
};

class asker {
public:
  asker(caf::event_based_actor* self, caf::actor to, u64 n, std::latch* done)
      : self_(self), to_(std::move(to)), n_(n), done_(done) {}

  caf::behavior make_behavior() {
    return {[this](tick_atom) { ask_next(); }};
  }

private:
  void ask_next() {
    ask(self_, to_, timeout, asked_).then([this](u64 v) { answered(v); }, failed);
  }

  void answered(u64 v) {
    check("ask, reply", v, asked_);
    if (++asked_ < n_)
      ask_next();
    else
      done_->count_down();
  }

  caf::event_based_actor* self_;
  caf::actor to_;
  u64 n_, asked_ = 0;
  std::latch* done_;
};

} // namespace

taken ask_inside(running_system& running, int pairs, u64 n) {
  caf::actor_system& system = running;
  std::latch done(pairs);
  std::vector<caf::actor> askers;
  for (int i = 0; i < pairs; ++i)
    askers.push_back(spawn<asker>(system, spawn<echo>(system), n, &done));
  stopwatch watch;
  for (auto& a : askers) tell_from_outside(a, tick_atom_v);
  done.wait();
  return watch.read();
}

taken ask_outside(running_system& running, u64 n) {
  caf::actor_system& system = running;
  auto to = spawn<echo>(system);
  caf::scoped_actor self(system);
  stopwatch watch;
  for (u64 i = 0; i < n; ++i)
    ask(self, to, timeout, i).receive([i](u64 v) { check("ask_ext, reply", v, i); }, failed);
  return watch.read();
}

} // namespace peer
