// SPDX-License-Identifier: Apache-2.0
//
// Many to one, one to many, from outside to one.
#include "caf_api.hpp"
#include "rows.hpp"

namespace peer {
namespace {

class counter {
public:
  counter(u64 producers, u64 n, std::latch* done) : producers_(producers), n_(n), done_(done) {}

  caf::behavior make_behavior() {
    return {[this](u64 v) {
      sum_ += v;
      if (++count_ == producers_ * n_) finish();
    }};
  }

private:
  void finish() {
    check("counter, sum", sum_, producers_ * sum_below(n_));
    done_->count_down();
  }

  u64 producers_, n_, count_ = 0, sum_ = 0;
  std::latch* done_;
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

taken fan(caf::actor_system& system, int producers, int counters, u64 n, int in_a_turn) {
  std::latch done(counters);
  std::vector<caf::actor> to, from;
  for (int i = 0; i < counters; ++i) to.push_back(spawn<counter>(system, u64(producers), n, &done));
  for (int i = 0; i < producers; ++i) from.push_back(spawn<producer>(system, to, n, in_a_turn));
  stopwatch watch;
  for (auto& p : from) tell_from_outside(p, tick_atom_v);
  done.wait();
  return watch.read();
}

void fanin(const char* row, int producers, u64 limit) {
  running_system system;
  rate(row, "msg/s", limit, u64(producers),
       [&](u64 n) { return fan(system, producers, 1, n, 500); });
}

taken from_outside(caf::actor_system& system, u64 n) {
  std::latch done(1);
  auto to = spawn<counter>(system, u64(1), n, &done);
  stopwatch watch;
  for (u64 i = 0; i < n; ++i) tell_from_outside(to, i);
  done.wait();
  return watch.read();
}

} // namespace

void fanin1() { fanin("fanin1", 1, 20'000'000); }
void fanin4() { fanin("fanin4", 4, 4'000'000); }
void fanin64() { fanin("fanin64", 64, 250'000); }

void tell_ext() {
  running_system system;
  rate("tell_ext", "msg/s", 8'000'000, 1, [&](u64 n) { return from_outside(system, n); });
}

void fanout256() {
  running_system system;
  rate("fanout256", "msg/s", 60'000, 256, [&](u64 n) { return fan(system, 1, 256, n, 2); });
}

} // namespace peer
