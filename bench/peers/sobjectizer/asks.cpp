// SPDX-License-Identifier: Apache-2.0
//
// Asks: a request says where its reply goes. To an agent's mailbox; to a chain, outside of agents.
#include "peer_rows.hpp"
#include "so_system.hpp"

namespace peer {
namespace {

struct request {
  u64 v;
  so_5::mbox_t reply_to;
};

class echo final : public so_5::agent_t {
public:
  using so_5::agent_t::agent_t;

  void so_define_agent() override {
    so_subscribe_self().event([](const request& m) { so_5::send<number>(m.reply_to, m.v); });
  }
};

class asker final : public so_5::agent_t {
public:
  asker(context_t ctx, so_5::mbox_t to, u64 n, std::latch* done)
      : so_5::agent_t(std::move(ctx)), to_(std::move(to)), n_(n), done_(done) {}

  void so_define_agent() override {
    so_subscribe_self().event(&asker::on_reply).event([this](mhood_t<tick>) { ask_next(); });
  }

private:
  void ask_next() { so_5::send<request>(to_, asked_, so_direct_mbox()); }

  void on_reply(const number& m) {
    check("ask, reply", m.v, asked_);
    if (++asked_ < n_)
      ask_next();
    else
      done_->count_down();
  }

  so_5::mbox_t to_;
  u64 n_, asked_ = 0;
  std::latch* done_;
};

} // namespace

taken ask_inside(running_system& system, int pairs, u64 n) {
  std::latch done(pairs);
  std::vector<so_5::mbox_t> askers;
  agents all(system, [&](so_5::coop_t& coop) {
    for (int i = 0; i < pairs; ++i) askers.push_back(make<asker>(coop, make<echo>(coop), n, &done));
  });
  stopwatch watch;
  for (auto& a : askers) so_5::send<tick>(a);
  done.wait();
  return watch.read();
}

taken ask_outside(running_system& system, u64 n) {
  so_5::mbox_t to;
  agents all(system, [&](so_5::coop_t& coop) { to = make<echo>(coop); });
  auto replies = so_5::create_mchain(system.env());
  auto reply_to = replies->as_mbox();
  u64 asked = 0;
  auto one_reply =
      so_5::prepare_receive(so_5::from(replies).handle_n(1).empty_timeout(std::chrono::seconds(5)),
                            [&asked](const number& m) { check("ask_ext, reply", m.v, asked); });
  stopwatch watch;
  for (; asked < n; ++asked) {
    so_5::send<request>(to, asked, reply_to);
    check("ask_ext, replies", so_5::receive(one_reply).handled(), 1);
  }
  return watch.read();
}

} // namespace peer
