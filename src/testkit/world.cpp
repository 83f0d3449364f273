// SPDX-License-Identifier: Apache-2.0
#include "akt/testkit/world.hpp"

#include "akt/core/assert.hpp"

#include "node.hpp"

#include <algorithm>
#include <fstream>

namespace akt::inline v0::sim {

using akt::detail::cell;

/// One direction of a link.
struct pipe {
  std::uint32_t number;
  std::uint32_t from, to; ///< nodes
  remote::link sender, receiver;
  std::deque<wire::buffer> packets;
  link_totals totals;
  bool cut = false;
};

struct world::impl final : public simulated_time {
  explicit impl(world_options o)
      : options(std::move(o)), schedule(options.seed, 0, "schedule"), user(options.seed, 0, "user"),
        policy(make_policy(options.policy, random_stream(options.seed, 0, "policy"), options.seed)
                   .value()) {
    schedule.observe(&trace);
    user.observe(&trace);
  }

  // ---- what the nodes ask of the world

  instant now() noexcept override { return time; }

  void wait(akt::detail::external_waiter& w, instant deadline) noexcept override {
    while (!w.slot.poll() && pump(deadline)) {}
  }
  bool run_until(bool (*done)(void*), void* what, instant deadline) noexcept override {
    while (!done(what))
      if (!pump(deadline)) return done(what);
    return true;
  }

  bool rests() noexcept override {
    collect();
    for (auto& n : nodes)
      if (!n->ready.empty() || !n->jobs.empty()) return false;
    for (auto& p : pipes)
      if (!p->packets.empty()) return false;
    return true;
  }

  // ---- stepping

  /// A step, or time passes to the next timer, but not beyond `deadline`. False: it is reached.
  bool pump(instant deadline) noexcept {
    if (step(deadline)) return true;
    instant next = next_timer();
    if (time >= deadline) return false;
    pass_to(next < deadline ? next : deadline);
    return true;
  }

  /// Time may pass to `until`, if that is a choice.
  bool step(instant until = {}) {
    collect();
    list_choices_of_nodes();
    for (auto& p : pipes)
      if (!p->packets.empty()) choices.push_back({choice::kind::packet, p->from, p->number});
    if (choices.empty()) return false;
    if (options.time_is_a_choice && next_timer() <= until)
      choices.push_back({choice::kind::time, 0, 0});
    AKT_ASSERT(++steps <= options.steps_max);
    std::size_t at = policy->pick(choices);
    picks.push_back(static_cast<std::uint32_t>(at));
    const choice c = choices[at];
    trace.add(static_cast<std::uint64_t>(c.what) << 56 | std::uint64_t(c.node) << 32 | c.index);
    switch (c.what) {
    case choice::kind::cell:
      run_cell(*nodes[c.node], at);
      break;
    case choice::kind::job:
      run_job(*nodes[c.node], at);
      break;
    case choice::kind::packet:
      deliver(*pipes[c.index]);
      break;
    case choice::kind::time:
      pass_to(next_timer());
      break;
    }
    collect();
    return true;
  }

  /// What of the nodes is there to be chosen: the cells of the first, its jobs, the next node's.
  /// What was there in the last step stays: as many may be ready as there are actors.
  void list_choices_of_nodes() {
    choices.resize(of_nodes);
    std::size_t at = 0; // where the node's begin
    for (auto& n : nodes) {
      if (std::exchange(n->list_anew, false)) {
        choices.erase(choice_at(at), choice_at(at + n->listed_cells + n->listed_jobs));
        n->listed_cells = n->listed_jobs = 0;
      }
      at = list(at + n->listed_cells, n->ready, n->listed_cells,
                [&](cell* c) { return choice{choice::kind::cell, n->number, c->index}; });
      at = list(at + n->listed_jobs, n->jobs, n->listed_jobs, [&](const node::numbered_job& j) {
        return choice{choice::kind::job, n->number, j.number};
      });
    }
    of_nodes = choices.size();
  }

  /// Inserts those of `all` that are not listed yet at `at`. Returns where they end.
  template <class T, class F>
  std::size_t list(std::size_t at, const std::vector<T>& all, std::size_t& listed, F choice_of) {
    const std::size_t fresh = all.size() - listed;
    choices.insert(choice_at(at), fresh, choice{});
    for (; listed < all.size(); ++listed) choices[at++] = choice_of(all[listed]);
    return at;
  }

  std::vector<choice>::iterator choice_at(std::size_t at) {
    return choices.begin() + static_cast<std::ptrdiff_t>(at);
  }

  /// Takes the choice at `at` away. Returns which of the node's cells and jobs it is.
  std::size_t take(const node& n, std::size_t at) {
    choices.erase(choice_at(at));
    --of_nodes;
    for (auto& before : nodes) {
      if (before.get() == &n) break;
      at -= before->listed_cells + before->listed_jobs;
    }
    return at;
  }

  void run_cell(node& n, std::size_t chosen) {
    const auto at = n.ready.begin() + static_cast<std::ptrdiff_t>(take(n, chosen));
    cell& c = **at;
    n.ready.erase(at);
    --n.listed_cells;
    auto messages = static_cast<std::uint32_t>(1 + schedule.below(options.turn_messages_max));
    trace.add(c.generation());
    n.run(c, messages);
  }

  void run_job(node& n, std::size_t chosen) {
    const std::size_t place = take(n, chosen) - n.listed_cells;
    const auto at = n.jobs.begin() + static_cast<std::ptrdiff_t>(place);
    auto* job = at->job;
    n.jobs.erase(at);
    --n.listed_jobs;
    job->run(*job);
  }

  void deliver(pipe& p) {
    wire::buffer packet = std::move(p.packets.front());
    p.packets.pop_front();
    if (!p.receiver.receive(packet)) {
      p.sender.lost("the peer ended the link");
      drop(p);
      drop(*pipes[p.number ^ 1]);
    }
  }

  void drop(pipe& p) {
    p.totals.dropped += p.packets.size();
    p.packets.clear();
    p.cut = true;
  }

  /// Moves what the last action has made ready to where the next choice sees it.
  void collect() {
    for (auto& n : nodes) n->collect();
    for (auto& p : pipes) {
      if (p->cut) continue;
      wire::buffer bytes = p->sender.take_output();
      if (bytes.empty()) continue;
      trace.add(std::span<const std::byte>(bytes));
      ++p->totals.packets;
      p->totals.bytes += bytes.size();
      if (listener) listener(listener_data, nodes[p->from]->name(), nodes[p->to]->name(), bytes);
      p->packets.push_back(std::move(bytes));
    }
  }

  // ---- time

  instant next_timer() const {
    instant least = instant::max();
    for (auto& n : nodes) least = std::min(least, n->next_alarm());
    return least;
  }

  void pass_to(instant t) {
    if (t > time) time = t;
    trace.add(static_cast<std::uint64_t>(time.time_since_epoch().count()));
    for (auto& n : nodes) n->ring(time);
  }

  void advance_to(instant t) {
    for (;;) {
      while (step(t)) {}
      instant next = next_timer();
      if (next > t) break;
      pass_to(next);
    }
    pass_to(t);
    while (step()) {}
  }

  node& node_of(const actor_system& s) {
    for (auto& n : nodes)
      if (n->system.get() == &s) return *n;
    assertion_failed("the system is of this world", __FILE__, __LINE__, s.name().c_str());
  }

  pipe* find_pipe(std::uint32_t from, std::uint32_t to) {
    for (auto at = pipes.rbegin(); at != pipes.rend(); ++at)
      if ((*at)->from == from && (*at)->to == to) return at->get();
    return nullptr;
  }

  world_options options;
  akt::trace_hash trace;
  random_stream schedule, user;
  std::unique_ptr<sim::policy> policy;
  instant time{std::chrono::hours(1)};
  std::uint64_t steps = 0;
  std::vector<choice> choices; // first what is of nodes, which stays from step to step
  std::size_t of_nodes = 0;
  std::vector<std::uint32_t> picks;
  std::vector<std::unique_ptr<pipe>> pipes;
  std::vector<std::unique_ptr<node>> nodes;
  tap listener = nullptr;
  void* listener_data = nullptr;
};

world::world(world_options options) : impl_(std::make_unique<impl>(std::move(options))) {}

// Systems end one after the other, the last made first, while the others still answer.
void world::expect_no_probes() const noexcept {
  if (probes_ > 0) assertion_failed("a probe must end before its kit or world", __FILE__, __LINE__);
}

world::~world() {
  expect_no_probes();
  for (auto at = impl_->nodes.rbegin(); at != impl_->nodes.rend(); ++at) (*at)->system->stop();
  for (auto& p : impl_->pipes) p->sender.lost("the world ends");
  for (auto& n : impl_->nodes) n->system->stop();
}

actor_system& world::system(std::string_view name, system_options options) {
  for (auto& n : impl_->nodes)
    if (n->name() == name) return *n->system;
  auto number = static_cast<std::uint32_t>(impl_->nodes.size());
  options.name = std::string(name);
  impl_->nodes.push_back(std::make_unique<node>(*impl_, number, impl_->options.seed,
                                                std::move(options), impl_->trace));
  return *impl_->nodes.back()->system;
}

remote::endpoint& world::endpoint(actor_system& system) {
  return impl_->node_of(system).endpoint();
}

void world::connect(actor_system& a, actor_system& b) {
  remote::link from_a = endpoint(a).open(), from_b = endpoint(b).open();
  auto number = static_cast<std::uint32_t>(impl_->pipes.size());
  std::uint32_t na = impl_->node_of(a).number, nb = impl_->node_of(b).number;
  AKT_ASSERT(number % 2 == 0); // the two directions are neighbours
  impl_->pipes.push_back(
      std::make_unique<pipe>(pipe{number, na, nb, from_a, from_b, {}, {}, false}));
  impl_->pipes.push_back(
      std::make_unique<pipe>(pipe{number + 1, nb, na, from_b, from_a, {}, {}, false}));
  impl_->collect();
}

void world::cut(actor_system& a, actor_system& b) {
  std::uint32_t na = impl_->node_of(a).number, nb = impl_->node_of(b).number;
  for (pipe* p : {impl_->find_pipe(na, nb), impl_->find_pipe(nb, na)}) {
    AKT_ASSERT(p);
    impl_->drop(*p);
    p->sender.lost("cut");
  }
  impl_->trace.add("cut");
}

bool world::step() { return impl_->step(); }

std::uint64_t world::run_until_idle() {
  std::uint64_t before = impl_->steps;
  while (impl_->step()) {}
  return impl_->steps - before;
}

void world::advance(duration d) { impl_->advance_to(impl_->time + d); }

bool world::run_until(bool (*done)(void*), void* what, duration within) {
  return impl_->run_until(done, what, impl_->time + within);
}

bool world::advance_to_next_timer() {
  instant next = impl_->next_timer();
  if (next == instant::max()) return false;
  impl_->pass_to(next);
  return true;
}

void world::intercept(actor_system& system, interceptor f) {
  impl_->node_of(system).interception.add(std::move(f));
}
void world::stop_intercepting(actor_system& system) noexcept {
  impl_->node_of(system).interception.clear();
}

instant world::now() const noexcept { return impl_->time; }
std::uint64_t world::steps() const noexcept { return impl_->steps; }
std::uint64_t world::priority_changes() const noexcept { return impl_->policy->changes(); }
std::string world::complaint() const { return impl_->policy->complaint(); }
std::string world::trace_hash() const { return impl_->trace.hex(); }
random_stream& world::random() noexcept { return impl_->user; }

void world::write_choices(const std::string& path) const {
  std::ofstream file(path);
  file << "seed " << impl_->options.seed << '\n';
  for (std::uint32_t pick : impl_->picks) file << pick << '\n';
}

void world::listen(tap t, void* listener) noexcept {
  impl_->listener = t;
  impl_->listener_data = listener;
}

link_totals world::totals(actor_system& from, actor_system& to) const {
  pipe* p = impl_->find_pipe(impl_->node_of(from).number, impl_->node_of(to).number);
  return p ? p->totals : link_totals{};
}

bool world::conserved(std::string* what) const {
  for (auto& n : impl_->nodes) {
    auto report = n->system->fates();
    std::uint64_t counted = n->in_flight();
    for (auto& p : impl_->pipes)
      if (p->from == n->number) counted += p->sender.unacknowledged();
    if (report.in_flight == counted) continue;
    if (what)
      *what = std::string(n->name()) + ": " + std::to_string(report.in_flight) +
              " in flight by the counters, " + std::to_string(counted) + " found";
    return false;
  }
  return true;
}

} // namespace akt::inline v0::sim
