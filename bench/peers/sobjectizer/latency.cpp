// SPDX-License-Identifier: Apache-2.0
//
// Time from the send to the handler.
#include "peer_latency.hpp"
#include "peer_rows.hpp"
#include "so_system.hpp"

namespace peer {
namespace {

class timed final : public so_5::agent_t {
public:
  timed(context_t ctx, times_of* times) : so_5::agent_t(std::move(ctx)), times_(times) {}

  void so_define_agent() override {
    so_subscribe_self().event([this](const number& sent) { times_->arrived(sent.v); });
  }

private:
  times_of* times_;
};

} // namespace

void lat_burst() {
  running_system system;
  times_of times(50 * bursts());
  so_5::mbox_t a;
  agents all(system, [&](so_5::coop_t& coop) { a = make<timed>(coop, &times); });
  send_bursts([&](u64 now) { so_5::send<number>(a, now); });
  report_percentiles("lat_burst", times.wait());
}

void lat_load() {
  running_system system(load_workers());
  for (auto& l : loads) {
    times_of times(l.messages());
    so_5::mbox_t a;
    agents all(system, [&](so_5::coop_t& coop) { a = make<timed>(coop, &times); });
    send_load(l, [&](u64 due) { so_5::send<number>(a, due); });
    report_percentiles(l.row, times.wait());
  }
}

} // namespace peer
