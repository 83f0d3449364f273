// SPDX-License-Identifier: Apache-2.0
//
// Time from the send to the handler.
#include "caf_api.hpp"
#include "peer_latency.hpp"
#include "peer_rows.hpp"

namespace peer {
namespace {

class timed {
public:
  explicit timed(times_of* times) : times_(times) {}

  caf::behavior make_behavior() {
    return {[this](u64 sent) { times_->arrived(sent); }};
  }

private:
  times_of* times_;
};

} // namespace

void lat_burst() {
  running_system system;
  caf::actor_system& s = system;
  times_of times(50 * bursts());
  auto a = spawn<timed>(s, &times);
  send_bursts([&](u64 now) { tell_from_outside(a, now); });
  report_percentiles("lat_burst", times.wait());
}

void lat_load() {
  running_system system(load_workers());
  caf::actor_system& s = system;
  for (auto& l : loads) {
    times_of times(l.messages());
    auto a = spawn<timed>(s, &times);
    send_load(l, [&](u64 due) { tell_from_outside(a, due); });
    report_percentiles(l.row, times.wait());
  }
}

} // namespace peer
