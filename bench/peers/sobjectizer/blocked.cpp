// SPDX-License-Identifier: Apache-2.0
//
// Handlers that block: beside other agents, and in front of a full mailbox.
#include "rows.hpp"
#include "so_system.hpp"

namespace peer {
namespace {

// ---- blocked

constexpr u64 blocks_each = 25;

class blocker final : public so_5::agent_t {
public:
  blocker(context_t ctx, std::latch* done) : so_5::agent_t(std::move(ctx)), done_(done) {}

  void so_define_agent() override { so_subscribe_self().event(&blocker::on_number); }

private:
  void on_number(const number& m) {
    pause_ms(10);
    sum_ += m.v;
    if (++handled_ < blocks_each) return;
    check("blocked, sum", sum_, sum_below(blocks_each));
    done_->count_down();
  }

  std::latch* done_;
  u64 handled_ = 0, sum_ = 0;
};

/// Two players and what they share.
struct match {
  std::atomic<u64> round_trips{0};
  std::atomic<bool> over{false};
  std::latch done{1};
};

class player final : public so_5::agent_t {
public:
  player(context_t ctx, match* m) : so_5::agent_t(std::move(ctx)), match_(m) {}

  void so_define_agent() override {
    so_subscribe_self().event(&player::on_number).event(&player::on_meet);
  }

private:
  void on_number(const number& m) {
    check("blocked, ping-pong", m.v, 2 * hits_++ + m.v % 2);
    if (m.v % 2 == 0) match_->round_trips.fetch_add(1, std::memory_order_relaxed);
    if (match_->over.load(std::memory_order_relaxed))
      match_->done.count_down();
    else
      so_5::send<number>(opponent_, m.v + 1);
  }

  void on_meet(const meet& m) { opponent_ = m.peer; }

  match* match_;
  so_5::mbox_t opponent_;
  u64 hits_ = 0;
};

// ---- mbox

class held final : public so_5::agent_t {
public:
  held(context_t ctx, u64 n, std::latch* in, std::latch* gate, std::latch* done)
      : so_5::agent_t(std::move(ctx)), n_(n), in_(in), gate_(gate), done_(done) {}

  void so_define_agent() override {
    so_subscribe_self().event(&held::on_number).event(&held::on_tick);
  }

private:
  void on_tick(mhood_t<tick>) {
    in_->count_down();
    gate_->wait();
  }

  void on_number(const number& m) {
    sum_ += m.v;
    if (++count_ == n_) finish();
  }

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
  std::latch done(2 * workers());
  std::vector<so_5::mbox_t> blockers;
  so_5::mbox_t a, b;
  match m;
  agents all(system, [&](so_5::coop_t& coop) {
    auto own_thread = so_5::disp::active_obj::make_dispatcher(system.env()).binder();
    for (unsigned i = 0; i < 2 * workers(); ++i)
      blockers.push_back(coop.make_agent_with_binder<blocker>(own_thread, &done)->so_direct_mbox());
    a = make<player>(coop, &m);
    b = make<player>(coop, &m);
  });
  so_5::send<meet>(a, b);
  so_5::send<meet>(b, a);
  pause_ms(20);

  stopwatch watch;
  for (auto& x : blockers)
    for (u64 i = 0; i < blocks_each; ++i) so_5::send<number>(x, i);
  so_5::send<number>(b, u64(0));
  done.wait();
  double seconds = watch.read().seconds;
  u64 round_trips = m.round_trips.load();
  m.over = true;
  m.done.wait();
  report("blocked_pingpong", double(round_trips) / seconds, "rt/s");
  report("blocked_time", seconds * 1e3, "ms");
}

void mbox() {
  running_system system;
  u64 n = scaled(2e6);
  std::latch in(1), gate(1), done(1);
  so_5::mbox_t a;
  agents all(system, [&](so_5::coop_t& coop) { a = make<held>(coop, n, &in, &gate, &done); });
  so_5::send<tick>(a);
  in.wait();
  stopwatch filling;
  for (u64 i = 0; i < n; ++i) so_5::send<number>(a, i);
  double filled = filling.read().seconds;
  stopwatch draining;
  gate.count_down();
  done.wait();
  double drained = draining.read().seconds;
  report("mbox_enqueue", double(n) / filled, "msg/s");
  report("mbox_drain", double(n) / drained, "msg/s");
}

} // namespace peer
