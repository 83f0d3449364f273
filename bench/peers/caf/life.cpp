// SPDX-License-Identifier: Apache-2.0
//
// Actors that come and go, actors that stay.
#include "caf_api.hpp"
#include "peer_rows.hpp"
#include "peer_tally.hpp"

namespace peer {
namespace {

class child {
public:
  child(caf::event_based_actor* self, caf::actor parent)
      : self_(self), parent_(std::move(parent)) {}

  caf::behavior make_behavior() {
    return {[this](u64 v) {
      tell(self_, parent_, v);
      self_->quit();
    }};
  }

private:
  caf::event_based_actor* self_;
  caf::actor parent_;
};

class spawner {
public:
  spawner(caf::event_based_actor* self, u64 n, std::latch* done)
      : self_(self), n_(n), answers_("spawn, sum of answers", n, sum_below(n), done) {}

  caf::behavior make_behavior() {
    return {
        [this](u64 v) { answers_.add(v); },
        [this](tick_atom) {
          for (int k = 0; k < 500 && spawned_ < n_; ++k, ++spawned_)
            tell(self_, spawn<child>(*self_, self_), spawned_);
          if (spawned_ < n_) tell(self_, self_, tick_atom_v);
        },
    };
  }

private:
  caf::event_based_actor* self_;
  u64 n_, spawned_ = 0;
  tally answers_;
};

} // namespace

taken spawn_many(running_system& running, u64 n) {
  caf::actor_system& system = running;
  std::latch done(1);
  auto a = spawn<spawner>(system, n, &done);
  stopwatch watch;
  tell_from_outside(a, tick_atom_v);
  done.wait();
  return watch.read();
}

namespace {
class idle {
public:
  explicit idle(std::latch* handled) : handled_(handled) {}

  caf::behavior make_behavior() {
    return {[this](u64 v) {
      number_ += v;
      handled_->count_down();
    }};
  }

private:
  std::latch* handled_;
  u64 number_ = 0;
};

std::vector<caf::actor> idle_actors(caf::actor_system& system, u64 n) {
  std::latch handled(static_cast<std::ptrdiff_t>(n));
  std::vector<caf::actor> all;
  all.reserve(n);
  for (u64 i = 0; i < n; ++i) tell_from_outside(all.emplace_back(spawn<idle>(system, &handled)), i);
  handled.wait();
  pause_ms(100);
  return all;
}

} // namespace

void idle_mem() {
  running_system system;
  u64 n = scaled(100'000);
  auto first = idle_actors(system, 1000);
  double before = resident_bytes();
  auto all = idle_actors(system, n);
  report("idle_mem", (resident_bytes() - before) / double(n), "B/actor");
}

} // namespace peer
