// SPDX-License-Identifier: Apache-2.0
//
// Ping-pong of pairs, a ring.
#include "peer_rows.hpp"
#include "so_system.hpp"

namespace peer {
namespace {

class player final : public so_5::agent_t {
public:
  player(context_t ctx, u64 last, std::latch* done)
      : so_5::agent_t(std::move(ctx)), last_(last), done_(done) {}

  void so_define_agent() override {
    so_subscribe_self().event(&player::on_number).event(&player::on_meet);
  }

private:
  void on_number(const number& m) {
    ++hits_;
    if (m.v < last_)
      so_5::send<number>(opponent_, m.v + 1);
    else
      finish(m.v);
  }

  void on_meet(const meet& m) { opponent_ = m.peer; }

  void finish(u64 v) {
    check("pingpong, last number", v, last_);
    check("pingpong, hits", 2 * hits_, last_);
    done_->count_down();
  }

  u64 last_, hits_ = 0;
  std::latch* done_;
  so_5::mbox_t opponent_;
};

} // namespace

taken pingpong(running_system& system, int pairs, u64 n) {
  std::latch done(pairs);
  std::vector<so_5::mbox_t> players;
  agents all(system, [&](so_5::coop_t& coop) {
    for (int i = 0; i < 2 * pairs; ++i) players.push_back(make<player>(coop, 2 * n, &done));
  });
  for (std::size_t i = 0; i < players.size(); ++i) so_5::send<meet>(players[i], players[i ^ 1]);
  stopwatch watch;
  for (std::size_t i = 0; i < players.size(); i += 2) so_5::send<number>(players[i], u64(1));
  done.wait();
  return watch.read();
}

namespace {
class link final : public so_5::agent_t {
public:
  link(context_t ctx, std::latch* done, std::atomic<u64>* all_handled, std::latch* counted)
      : so_5::agent_t(std::move(ctx)), done_(done), all_handled_(all_handled), counted_(counted) {}

  void so_define_agent() override {
    so_subscribe_self().event(&link::on_number).event(&link::on_meet).event(&link::on_tick);
  }

private:
  void on_number(const number& m) {
    ++handled_;
    if (m.v > 0)
      so_5::send<number>(next_, m.v - 1);
    else
      done_->count_down();
  }

  void on_meet(const meet& m) { next_ = m.peer; }

  void on_tick(mhood_t<tick>) {
    *all_handled_ += handled_;
    counted_->count_down();
  }

  std::latch* done_;
  std::atomic<u64>* all_handled_;
  std::latch* counted_;
  so_5::mbox_t next_;
  u64 handled_ = 0;
};

} // namespace

taken ring(running_system& system, std::size_t size, u64 hops) {
  std::latch done(1), counted(static_cast<std::ptrdiff_t>(size));
  std::atomic<u64> handled{0};
  std::vector<so_5::mbox_t> links;
  agents all(system, [&](so_5::coop_t& coop) {
    for (std::size_t i = 0; i < size; ++i)
      links.push_back(make<link>(coop, &done, &handled, &counted));
  });
  for (std::size_t i = 0; i < size; ++i) so_5::send<meet>(links[i], links[(i + 1) % size]);
  stopwatch watch;
  so_5::send<number>(links[0], hops);
  done.wait();
  auto took = watch.read();
  for (auto& l : links) so_5::send<tick>(l);
  counted.wait();
  check("ring, hops", handled, hops + 1);
  return took;
}

} // namespace peer
