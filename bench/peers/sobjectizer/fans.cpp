// SPDX-License-Identifier: Apache-2.0
//
// Many to one, one to many, from outside to one.
#include "peer_rows.hpp"
#include "peer_tally.hpp"
#include "so_system.hpp"

namespace peer {
namespace {

class counter final : public so_5::agent_t {
public:
  counter(context_t ctx, u64 producers, u64 n, std::latch* done)
      : so_5::agent_t(std::move(ctx)),
        got_("counter, sum", producers * n, producers * sum_below(n), done) {}

  void so_define_agent() override { so_subscribe_self().event(&counter::on_number); }

private:
  void on_number(const number& m) { got_.add(m.v); }

  tally got_;
};

class producer final : public so_5::agent_t {
public:
  producer(context_t ctx, std::vector<so_5::mbox_t> to, u64 n, int in_a_turn)
      : so_5::agent_t(std::move(ctx)), to_(std::move(to)), n_(n), in_a_turn_(in_a_turn) {}

  void so_define_agent() override { so_subscribe_self().event(&producer::on_tick); }

private:
  void on_tick(mhood_t<tick>) {
    for (int k = 0; k < in_a_turn_ && sent_ < n_; ++k, ++sent_)
      for (auto& to : to_) so_5::send<number>(to, sent_);
    if (sent_ < n_) so_5::send<tick>(*this);
  }

  std::vector<so_5::mbox_t> to_;
  u64 n_, sent_ = 0;
  int in_a_turn_;
};

} // namespace

taken fan(running_system& system, int producers, int counters, u64 n, int in_a_turn) {
  std::latch done(counters);
  std::vector<so_5::mbox_t> to, from;
  agents all(system, [&](so_5::coop_t& coop) {
    for (int i = 0; i < counters; ++i) to.push_back(make<counter>(coop, u64(producers), n, &done));
    for (int i = 0; i < producers; ++i) from.push_back(make<producer>(coop, to, n, in_a_turn));
  });
  stopwatch watch;
  for (auto& p : from) so_5::send<tick>(p);
  done.wait();
  return watch.read();
}

taken from_outside(running_system& system, u64 n) {
  std::latch done(1);
  so_5::mbox_t to;
  agents all(system, [&](so_5::coop_t& coop) { to = make<counter>(coop, u64(1), n, &done); });
  stopwatch watch;
  for (u64 i = 0; i < n; ++i) so_5::send<number>(to, i);
  done.wait();
  return watch.read();
}

} // namespace peer
