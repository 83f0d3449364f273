// SPDX-License-Identifier: Apache-2.0
//
// Many to one, one to many, from outside to one.
#include "rows.hpp"
#include "so_system.hpp"

namespace peer {
namespace {

class counter final : public so_5::agent_t {
public:
  counter(context_t ctx, u64 producers, u64 n, std::latch* done)
      : so_5::agent_t(std::move(ctx)), producers_(producers), n_(n), done_(done) {}

  void so_define_agent() override { so_subscribe_self().event(&counter::on_number); }

private:
  void on_number(const number& m) {
    sum_ += m.v;
    if (++count_ == producers_ * n_) finish();
  }

  void finish() {
    check("counter, sum", sum_, producers_ * sum_below(n_));
    done_->count_down();
  }

  u64 producers_, n_, count_ = 0, sum_ = 0;
  std::latch* done_;
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

void fanin(const char* row, int producers, u64 limit) {
  running_system system;
  rate(row, "msg/s", limit, u64(producers),
       [&](u64 n) { return fan(system, producers, 1, n, 500); });
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
