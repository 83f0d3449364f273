// SPDX-License-Identifier: Apache-2.0
//
// Handlers that compute, large messages.
#include "peer_rows.hpp"
#include "peer_tally.hpp"
#include "so_system.hpp"

namespace peer {
namespace {

// ---- work64

class worker final : public so_5::agent_t {
public:
  worker(context_t ctx, u64 n, u64 wanted, std::latch* done)
      : so_5::agent_t(std::move(ctx)), n_(n), wanted_(wanted), done_(done) {}

  void so_define_agent() override { so_subscribe_self().event(&worker::on_number); }

private:
  void on_number(const number& m) {
    u64 a = work(m.v);
    if (++count_ < n_)
      so_5::send<number>(*this, a);
    else
      finish(a);
  }

  void finish(u64 a) {
    check("work64, last value", a, wanted_);
    done_->count_down();
  }

  u64 n_, wanted_, count_ = 0;
  std::latch* done_;
};

} // namespace

taken work_in_all(running_system& system, int actors, u64 n) {
  u64 wanted = worked(n);
  std::latch done(actors);
  std::vector<so_5::mbox_t> workers;
  agents all(system, [&](so_5::coop_t& coop) {
    for (int i = 0; i < actors; ++i) workers.push_back(make<worker>(coop, n, wanted, &done));
  });
  stopwatch watch;
  for (auto& w : workers) so_5::send<number>(w, u64(1));
  done.wait();
  return watch.read();
}

namespace {
// ---- payload64k

struct block {
  std::vector<unsigned char> bytes;
};

class receiver final : public so_5::agent_t {
public:
  using so_5::agent_t::agent_t;

  void so_define_agent() override { so_subscribe_self().event(&receiver::on_block); }

  void answer_to(so_5::mbox_t to) { to_ = std::move(to); }

private:
  void on_block(const block& m) { so_5::send<number>(to_, sum_of_block(m.bytes)); }

  so_5::mbox_t to_;
};

class sender final : public so_5::agent_t {
public:
  sender(context_t ctx, so_5::mbox_t to, u64 n, std::latch* done)
      : so_5::agent_t(std::move(ctx)), to_(std::move(to)), n_(n),
        answers_("payload64k, sum", n, sum_of_blocks(n), done) {}

  void so_define_agent() override {
    so_subscribe_self().event(&sender::on_tick).event(&sender::on_sum);
  }

private:
  void on_tick(mhood_t<tick>) {
    while (sent_ < n_ && sent_ < 64) send_one();
  }

  void on_sum(const number& m) {
    if (sent_ < n_) send_one();
    answers_.add(m.v);
  }

  void send_one() {
    auto byte = static_cast<unsigned char>(sent_++);
    so_5::send<block>(to_, std::vector<unsigned char>(block_size, byte));
  }

  so_5::mbox_t to_;
  u64 n_, sent_ = 0;
  tally answers_;
};

} // namespace

taken send_blocks(running_system& system, u64 n) {
  std::latch done(1);
  so_5::mbox_t from;
  agents all(system, [&](so_5::coop_t& coop) {
    auto to = coop.make_agent<receiver>();
    from = make<sender>(coop, to->so_direct_mbox(), n, &done);
    to->answer_to(from);
  });
  stopwatch watch;
  so_5::send<tick>(from);
  done.wait();
  return watch.read();
}

} // namespace peer
