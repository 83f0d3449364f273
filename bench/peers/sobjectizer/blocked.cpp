// SPDX-License-Identifier: Apache-2.0
//
// Handlers that block: beside other agents, and in front of a full mailbox.
#include "peer_rows.hpp"
#include "peer_tally.hpp"
#include "so_system.hpp"

namespace peer {
namespace {

// ---- blocked

class blocker final : public so_5::agent_t {
public:
  blocker(context_t ctx, std::latch* done)
      : so_5::agent_t(std::move(ctx)),
        got_("blocked, sum", blocks_each, sum_below(blocks_each), done) {}

  void so_define_agent() override { so_subscribe_self().event(&blocker::on_number); }

private:
  void on_number(const number& m) {
    pause_ms(10);
    got_.add(m.v);
  }

  tally got_;
};

class player final : public so_5::agent_t {
public:
  player(context_t ctx, match* m) : so_5::agent_t(std::move(ctx)), match_(m) {}

  void so_define_agent() override {
    so_subscribe_self().event(&player::on_number).event(&player::on_meet);
  }

private:
  void on_number(const number& m) {
    if (match_->goes_on(m.v, hits_++)) so_5::send<number>(opponent_, m.v + 1);
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
      : so_5::agent_t(std::move(ctx)), got_("mbox, sum", n, sum_below(n), done), in_(in),
        gate_(gate) {}

  void so_define_agent() override {
    so_subscribe_self().event(&held::on_number).event(&held::on_tick);
  }

private:
  void on_tick(mhood_t<tick>) {
    in_->count_down();
    gate_->wait();
  }

  void on_number(const number& m) { got_.add(m.v); }

  tally got_;
  std::latch *in_, *gate_;
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
  m.measure(done, [&] {
    for (auto& x : blockers)
      for (u64 i = 0; i < blocks_each; ++i) so_5::send<number>(x, i);
    so_5::send<number>(b, u64(0));
  });
}

void mbox() {
  running_system system;
  u64 n = scaled(2e6);
  std::latch in(1), gate(1), done(1);
  so_5::mbox_t a;
  agents all(system, [&](so_5::coop_t& coop) { a = make<held>(coop, n, &in, &gate, &done); });
  so_5::send<tick>(a);
  in.wait();
  fill_and_drain(n, gate, done, [&](u64 v) { so_5::send<number>(a, v); });
}

} // namespace peer
