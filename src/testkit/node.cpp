// SPDX-License-Identifier: Apache-2.0
#include "node.hpp"

#include "akt/actor/try_make_system.hpp"

#include "../actor/conduct.hpp"

#include <algorithm>

namespace akt::inline v0::sim {

using akt::detail::cell;
using akt::detail::this_thread;
using akt::detail::worker;

node::node(simulated_time& world, std::uint32_t n, std::uint64_t seed, system_options options,
           trace_hash& trace)
    : number(n), world_(world), ids_(seed, n + 1, "ids"), trace_(trace) {
  ids_.observe(&trace);
  options.environment.clock = this;
  options.environment.executor = this;
  options.environment.seed = random_stream(seed, n + 1, "actors").next_u64() | 1;
  system = try_make_system(std::move(options)).value();
}

node::~node() { endpoint_.reset(); }

remote::endpoint& node::endpoint() {
  if (!endpoint_) {
    std::uint64_t identity = ids_.next_u64() | 1;
    std::uint64_t seed = ids_.next_u64();
    random_stream exports(seed, number, "exports");
    exports.observe(&trace_);
    endpoint_ = std::make_unique<remote::endpoint>(*system, identity, exports);
  }
  return *endpoint_;
}

duration node::wall_now() noexcept {
  constexpr auto epoch = std::chrono::hours(24 * 365 * 56); // a day in 2026
  return epoch + world_.now().time_since_epoch();
}

void node::start(akt::detail::system_core& c) {
  core = &c;
  c.workers.push_back(std::make_unique<worker>(c, c.pool, sync::asymmetric_available()));
  c.set_coarse_now(now());
}

void node::finish(akt::detail::system_core&) noexcept {
  interception.release(*core, instant::max());
  collect();
  for (cell* c : ready) core->ready.push(*c); // for whoever runs what is left
  ready.clear();
  for (auto [job, nr] : std::exchange(jobs, {})) job->discard(*job); // as the blocking pool does
  list_anew = true;
}

void node::collect() {
  worker& w = *core->workers.front();
  while (cell* c = core->ready.pop()) ready.push_back(c);
  while (cell* c = w.ring.pop()) ready.push_back(c);
  if (cell* c = w.slot.take()) ready.push_back(c);
}

void node::run(cell& c, std::uint32_t messages_max) {
  const bool intercepts = interception.active();
  if (intercepts) interception.look_into(c, now(), trace_);
  worker& w = *core->workers.front();
  auto* before = this_thread().turn;
  this_thread().enter(&w.turn);
  w.turn.attention.store(intercepts, sync::relaxed); // one thread: the turn looks up soon
  w.run(c, akt::detail::turn_limits(messages_max));
  this_thread().enter(before);
}

instant node::next_alarm() const noexcept {
  return std::min(core->timers.earliest(), interception.earliest());
}

void node::ring(instant t) {
  core->set_coarse_now(t);
  core->ring_timers(*core->outside(), t);
  interception.release(*core, t);
}

std::uint64_t node::in_flight() const {
  std::uint64_t found = interception.held();
  auto count = [&found](akt::detail::mail_link* m) {
    for (; m; m = m->next.get())
      if (!interception::is_own(*akt::detail::as_envelope(m))) ++found;
  };
  for (std::uint32_t i = 0, n = core->cells.made(); i < n; ++i) {
    const cell& c = core->cells.at(i);
    count(c.words.peek_user_mail());
    count(c.words.peek_system_mail());
    count(c.batch.first.get());
    if (c.frame) ++found; // the message of a parked handler
    if (c.rare) count(c.rare->end_questions);
    if (c.rare && c.rare->handlers) found += c.rare->handlers->count;
    if (c.rare && c.rare->conduct) found += c.rare->conduct->stashed;
  }
  return found;
}

} // namespace akt::inline v0::sim
