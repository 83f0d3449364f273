// SPDX-License-Identifier: Apache-2.0
//
// Handlers that compute, large messages.
#include "caf_api.hpp"
#include "rows.hpp"

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

taken work_in_all(caf::actor_system& system, int actors, u64 n) {
  u64 wanted = 1;
  for (u64 i = 0; i < n; ++i) wanted = work(wanted);
  std::latch done(actors);
  std::vector<caf::actor> all;
  for (int i = 0; i < actors; ++i) all.push_back(spawn<worker>(system, n, wanted, &done));
  stopwatch watch;
  for (auto& a : all) tell_from_outside(a, u64(1));
  done.wait();
  return watch.read();
}

// ---- payload64k

constexpr std::size_t block_size = 65'536, step = 4'096;

class receiver {
public:
  caf::behavior make_behavior() {
    return {[](const block& b) {
      u64 sum = 0;
      for (std::size_t i = 0; i < b.size(); i += step) sum += static_cast<unsigned char>(b[i]);
      return sum;
    }};
  }
};

class sender {
public:
  sender(caf::event_based_actor* self, caf::actor to, u64 n, std::latch* done)
      : self_(self), to_(std::move(to)), n_(n), done_(done) {}

  caf::behavior make_behavior() {
    return {
        [this](u64 sum) {
          sum_ += sum;
          if (sent_ < n_) send_one();
          if (++answers_ == n_) finish();
        },
        [this](tick_atom) {
          while (sent_ < n_ && sent_ < 64) send_one();
        },
    };
  }

private:
  void send_one() {
    auto byte = static_cast<unsigned char>(sent_++);
    wanted_ += u64(byte) * (block_size / step);
    tell(self_, to_, block(block_size, block::value_type(byte)));
  }

  void finish() {
    check("payload64k, sum", sum_, wanted_);
    done_->count_down();
  }

  caf::event_based_actor* self_;
  caf::actor to_;
  u64 n_, sent_ = 0, answers_ = 0, sum_ = 0, wanted_ = 0;
  std::latch* done_;
};

taken send_blocks(caf::actor_system& system, u64 n) {
  std::latch done(1);
  auto from = spawn<sender>(system, spawn<receiver>(system), n, &done);
  stopwatch watch;
  tell_from_outside(from, tick_atom_v);
  done.wait();
  return watch.read();
}

} // namespace

void work64() {
  running_system system;
  rate("work64", "msg/s", 30'000, 64, [&](u64 n) { return work_in_all(system, 64, n); });
}

void payload64k() {
  running_system system;
  rate("payload64k", "msg/s", 200'000, 1, [&](u64 n) { return send_blocks(system, n); });
}

} // namespace peer
