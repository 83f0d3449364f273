// SPDX-License-Identifier: Apache-2.0
//
// Handlers that compute, large messages.
#include "caf_api.hpp"
#include "peer_rows.hpp"
#include "peer_tally.hpp"

namespace peer {
namespace {

// ---- work64

class worker {
public:
  worker(caf::event_based_actor* self, u64 n, u64 wanted, std::latch* done)
      : self_(self), n_(n), wanted_(wanted), done_(done) {}

  caf::behavior make_behavior() {
    return {[this](u64 v) {
      u64 a = work(v);
      if (++count_ < n_)
        tell(self_, self_, a);
      else
        finish(a);
    }};
  }

private:
  void finish(u64 a) {
    check("work64, last value", a, wanted_);
    done_->count_down();
  }

  caf::event_based_actor* self_;
  u64 n_, wanted_, count_ = 0;
  std::latch* done_;
};

} // namespace

taken work_in_all(running_system& running, int actors, u64 n) {
  caf::actor_system& system = running;
  u64 wanted = worked(n);
  std::latch done(actors);
  std::vector<caf::actor> all;
  for (int i = 0; i < actors; ++i) all.push_back(spawn<worker>(system, n, wanted, &done));
  stopwatch watch;
  for (auto& a : all) tell_from_outside(a, u64(1));
  done.wait();
  return watch.read();
}

namespace {
// ---- payload64k

class receiver {
public:
  caf::behavior make_behavior() {
    return {[](const block& b) { return sum_of_block(b); }};
  }
};

class sender {
public:
  sender(caf::event_based_actor* self, caf::actor to, u64 n, std::latch* done)
      : self_(self), to_(std::move(to)), n_(n),
        answers_("payload64k, sum", n, sum_of_blocks(n), done) {}

  caf::behavior make_behavior() {
    return {
        [this](u64 sum) {
          if (sent_ < n_) send_one();
          answers_.add(sum);
        },
        [this](tick_atom) {
          while (sent_ < n_ && sent_ < 64) send_one();
        },
    };
  }

private:
  void send_one() {
    auto byte = static_cast<unsigned char>(sent_++);
    tell(self_, to_, block(block_size, block::value_type(byte)));
  }

  caf::event_based_actor* self_;
  caf::actor to_;
  u64 n_, sent_ = 0;
  tally answers_;
};

} // namespace

taken send_blocks(running_system& running, u64 n) {
  caf::actor_system& system = running;
  std::latch done(1);
  auto from = spawn<sender>(system, spawn<receiver>(system), n, &done);
  stopwatch watch;
  tell_from_outside(from, tick_atom_v);
  done.wait();
  return watch.read();
}

} // namespace peer
