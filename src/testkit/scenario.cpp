// SPDX-License-Identifier: Apache-2.0
#include "scenario.hpp"

#include "scenario_actors.hpp"

#include <array>

namespace akt::inline v0::sim::scenario {

/// Who makes it happen: one draw, one action.
class driver {
public:
  static constexpr std::size_t nodes = 3, peers_per_node = 2;
  static constexpr std::array<std::string_view, nodes> names = {"a", "b", "c"};

  driver(world& w, ledger& book, const scenario_options& o, scenario_result& out)
      : world_(w), book_(book), options_(o), out_(out) {
    for (std::size_t n = 0; n < nodes; ++n) {
      system_options quiet; // actors fail on purpose
      quiet.environment.log = [](std::string_view) noexcept {};
      systems_[n] = &world_.system(names[n], quiet);
      askers_[n] = systems_[n]->spawn<Asker>("asker", &book_);
      (void)systems_[n]->spawn<Mourner>("mourner", &book_);
    }
    shared_ = systems_[0]->spawn<Register>("register", &book_);
    for (std::size_t i = 0; i < counters_.size(); ++i)
      counters_[i] = systems_[0]->spawn<Counter>(anonymous, shared_, options_.plant);
    for (std::size_t n = 0; n < nodes; ++n)
      for (std::size_t i = 0; i < peers_per_node; ++i) start_peer(n, i);
    for (std::size_t link = 0; link < nodes; ++link) toggle(link);
    world_.run_until_idle();
  }

  void run() {
    for (unsigned i = 0; i < options_.actions && book_.failure.empty(); ++i) {
      act();
      for (std::uint64_t steps = draw(12); steps > 0 && world_.step(); --steps) {}
    }
    finish();
  }

  std::uint64_t failures() const {
    std::uint64_t sum = 0;
    for (actor_system* s : systems_) sum += s->fates()[fate::failed];
    return sum;
  }

private:
  std::uint64_t draw(std::uint64_t n) { return world_.random().below(n); }

  void act() {
    switch (draw(16)) {
    case 0:
    case 1:
    case 2:
      return ask();
    case 3:
    case 4:
    case 5:
      return note();
    case 6:
    case 7:
      return introduce();
    case 8:
      return watch();
    case 9:
      return stop();
    case 10:
      return toggle(draw(nodes));
    case 11:
      return world_.advance(std::chrono::milliseconds(draw(500)));
    case 12:
    case 13:
      return count();
    case 14:
      return settle();
    default:
      return; // the world goes on alone
    }
  }

  /// A peer as the node `from` knows it, and its number; empty: it cannot find it.
  struct known {
    actor_ref<Peer> ref;
    std::uint64_t number = 0;
    std::size_t from = 0;
  };
  known pick() {
    std::size_t from = draw(nodes), at = draw(nodes), i = draw(peers_per_node);
    peer& p = peers_[at][i];
    if (from == at) return {p.ref, p.number, from};
    actor_ref<Peer>& seen = p.seen_from[from];
    if (!seen && linked(from, at)) {
      auto found = world_.endpoint(*systems_[from]).find<Peer>(names[at], p.name);
      if (found) seen = *found;
    }
    return {seen, p.number, from};
  }

  void ask() {
    known to = pick(), other = pick();
    auto how = static_cast<way>(draw(static_cast<std::uint64_t>(way::count)));
    auto delay = static_cast<std::int64_t>(draw(4) == 0 ? draw(4000) : 0);
    bool waits = draw(2) == 0;
    if (!to.ref) return;
    if (!other.ref || other.from != to.from) how = way::question;
    plan p{how, book_.answers.size(), delay, to.ref, other.ref};
    book_.answers.push_back(0);
    ++out_.asks;
    if (waits)
      systems_[to.from]->spawn<Waiter>(anonymous, &book_, p);
    else
      askers_[to.from].tell<plan>(p);
  }

  void settle() {
    std::size_t at = draw(nodes), i = draw(peers_per_node);
    peers_[at][i].ref.tell<Settle>();
  }

  void note() {
    known to = pick();
    if (to.ref) to.ref.tell<Note>(1000 + to.from, ++notes_);
  }

  void introduce() {
    known to = pick();
    known other = pick();
    if (!to.ref || !other.ref || to.from != other.from) return;
    to.ref.tell<Introduce>(other.ref);
  }

  void watch() {
    known to = pick();
    if (!to.ref) return;
    std::uint64_t id = book_.terminated.size();
    book_.terminated.push_back(0);
    ++out_.watches;
    systems_[to.from]->spawn<Watcher>(anonymous, &book_, id, to.ref);
  }

  void stop() {
    std::size_t at = draw(nodes), i = draw(peers_per_node);
    std::uint64_t how = draw(4);
    peer& p = peers_[at][i];
    if (how == 0)
      p.ref.stop();
    else if (how == 1)
      p.ref.stop(akt::now);
    else
      p.ref.tell<Crash>(how == 2);
    start_peer(at, i);
  }

  void count() {
    ++counts_;
    counters_[draw(counters_.size())].tell<Count>();
  }

  void start_peer(std::size_t at, std::size_t i) {
    peer& p = peers_[at][i];
    p.number = ++started_;
    p.name = "peer" + std::to_string(p.number);
    p.seen_from = {};
    p.ref = systems_[at]->spawn<Peer>(p.name, &book_, p.number);
    every_.push_back(p.ref);
  }

  /// Link i is between node i and the next.
  void toggle(std::size_t link) {
    actor_system& one = *systems_[link];
    actor_system& other = *systems_[(link + 1) % nodes];
    if (up_[link]) {
      world_.cut(one, other);
      ++out_.cuts;
    } else {
      world_.connect(one, other);
    }
    up_[link] = !up_[link];
  }
  bool linked(std::size_t x, std::size_t y) const { return up_[(x + 1) % nodes == y ? x : y]; }

  void finish() {
    world_.advance(std::chrono::seconds(10)); // beyond every deadline
    for (auto& ref : every_) ref.stop();
    world_.advance(std::chrono::seconds(10));
    std::string what;
    if (!world_.conserved(&what)) book_.fail("a message without a fate in " + what);
    for (std::size_t i = 0; i < book_.answers.size(); ++i)
      if (book_.answers[i] != 1)
        book_.fail("ask " + std::to_string(i) + " was answered " +
                   std::to_string(book_.answers[i]) + " times");
    for (std::size_t i = 0; i < book_.terminated.size(); ++i)
      if (book_.terminated[i] != 1)
        book_.fail("watch " + std::to_string(i) + " was told " +
                   std::to_string(book_.terminated[i]) + " times");
    if (book_.counted != counts_)
      book_.fail("an update was lost: " + std::to_string(counts_) + " were counted as " +
                 std::to_string(book_.counted));
  }

  struct peer {
    actor_ref<Peer> ref;
    std::uint64_t number = 0;
    std::string name;
    std::array<actor_ref<Peer>, nodes> seen_from;
  };

  world& world_;
  ledger& book_;
  const scenario_options& options_;
  scenario_result& out_;
  std::array<actor_system*, nodes> systems_{};
  std::array<actor_ref<Asker>, nodes> askers_;
  std::array<std::array<peer, peers_per_node>, nodes> peers_;
  std::array<bool, nodes> up_{};
  std::vector<actor_ref<Peer>> every_;
  actor_ref<Register> shared_;
  std::array<actor_ref<Counter>, 2> counters_;
  std::uint64_t started_ = 0, notes_ = 0;
  std::int64_t counts_ = 0;
};

} // namespace akt::inline v0::sim::scenario

namespace akt::inline v0::sim {

namespace {

/// Changes of priority that fall behind the end of a run would change nothing.
std::string within_the_run(const scenario_options& o) {
  if (!o.policy.starts_with("pct:") || o.policy.find(':', 4) != std::string::npos) return o.policy;
  scenario_options probe = o;
  probe.policy = "random";
  probe.on_frame = nullptr;
  return o.policy + ":" + std::to_string(run_scenario(probe).value().steps);
}

} // namespace

result<scenario_result> run_scenario(const scenario_options& o, const std::string& choices) {
  auto good = make_policy(o.policy, random_stream(o.seed, 0, "policy"), o.seed);
  if (!good) return std::move(good).error();
  scenario_result out;
  scenario::ledger book;
  auto report = [](void* listener, std::string_view from, std::string_view to,
                   std::span<const std::byte> bytes) {
    static_cast<const scenario_options*>(listener)->on_frame(from, to, bytes);
  };
  {
    world w({.seed = o.seed, .policy = within_the_run(o), .time_is_a_choice = true});
    scenario_options heard = o;
    if (o.on_frame) w.listen(report, &heard);
    scenario::driver driver(w, book, o, out);
    driver.run();
    out.hash = w.trace_hash();
    out.steps = w.steps();
    out.failure = book.failure;
    out.answered = book.answered;
    out.letters = book.letters;
    out.failures = driver.failures();
    out.priority_changes = w.priority_changes();
    out.complaint = w.complaint();
    if (!out && !choices.empty()) w.write_choices(choices);
  }
  return out;
}

} // namespace akt::inline v0::sim
