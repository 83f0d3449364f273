// SPDX-License-Identifier: Apache-2.0
//
// Agents that come and go, agents that stay: each is a cooperation of its own.
#include "peer_rows.hpp"
#include "peer_tally.hpp"
#include "so_system.hpp"

namespace peer {
namespace {

class child final : public so_5::agent_t {
public:
  child(context_t ctx, so_5::mbox_t parent)
      : so_5::agent_t(std::move(ctx)), parent_(std::move(parent)) {}

  void so_define_agent() override { so_subscribe_self().event(&child::on_number); }

private:
  void on_number(const number& m) {
    so_5::send<number>(parent_, m.v);
    so_deregister_agent_coop_normally();
  }

  so_5::mbox_t parent_;
};

class spawner final : public so_5::agent_t {
public:
  spawner(context_t ctx, so_5::disp_binder_shptr_t binder, u64 n, std::latch* done)
      : so_5::agent_t(std::move(ctx)), binder_(std::move(binder)), n_(n),
        answers_("spawn, sum of answers", n, sum_below(n), done) {}

  void so_define_agent() override {
    so_subscribe_self().event(&spawner::on_number).event(&spawner::on_tick);
  }

private:
  void on_tick(mhood_t<tick>) {
    for (int k = 0; k < 500 && spawned_ < n_; ++k, ++spawned_) spawn_one();
    if (spawned_ < n_) so_5::send<tick>(*this);
  }

  void spawn_one() {
    auto to = so_environment().introduce_coop(
        binder_, [this](so_5::coop_t& coop) { return make<child>(coop, so_direct_mbox()); });
    so_5::send<number>(to, spawned_);
  }

  void on_number(const number& m) { answers_.add(m.v); }

  so_5::disp_binder_shptr_t binder_;
  u64 n_, spawned_ = 0;
  tally answers_;
};

} // namespace

taken spawn_many(running_system& system, u64 n) {
  std::latch done(1);
  so_5::mbox_t to;
  agents all(system,
             [&](so_5::coop_t& coop) { to = make<spawner>(coop, system.binder(), n, &done); });
  stopwatch watch;
  so_5::send<tick>(to);
  done.wait();
  return watch.read();
}

namespace {
class idle final : public so_5::agent_t {
public:
  idle(context_t ctx, std::latch* handled) : so_5::agent_t(std::move(ctx)), handled_(handled) {}

  void so_define_agent() override { so_subscribe_self().event(&idle::on_number); }

private:
  void on_number(const number& m) {
    number_ += m.v;
    handled_->count_down();
  }

  std::latch* handled_;
  u64 number_ = 0;
};

void idle_agents(running_system& system, u64 n, std::vector<so_5::mbox_t>& all) {
  std::latch handled(static_cast<std::ptrdiff_t>(n));
  auto binder = system.binder();
  for (u64 i = 0; i < n; ++i) {
    all.push_back(system.env().introduce_coop(
        binder, [&](so_5::coop_t& coop) { return make<idle>(coop, &handled); }));
    so_5::send<number>(all.back(), i);
  }
  handled.wait();
  pause_ms(100);
}

} // namespace

void idle_mem() {
  running_system system;
  u64 n = scaled(100'000);
  std::vector<so_5::mbox_t> all;
  all.reserve(n + 1000);
  idle_agents(system, 1000, all);
  double before = resident_bytes();
  idle_agents(system, n, all);
  report("idle_mem", (resident_bytes() - before) / double(n), "B/actor");
}

} // namespace peer
