// SPDX-License-Identifier: Apache-2.0
#include "scenario.hpp"

#include "akt/actor/combine.hpp"
#include "akt/actor/offload.hpp"

#include <array>
#include <map>
#include <vector>

// Names of types travel, as hashes: these are the same with every compiler. Actors and messages are
// named as users name theirs. NOLINTBEGIN(readability-identifier-naming)
namespace akt::inline v0::sim::scenario {

/// What the actors tell the checks: one per run, outlives the world.
struct ledger {
  std::vector<unsigned> answers;    ///< per ask: how often it was answered
  std::vector<unsigned> terminated; ///< per watch
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::uint64_t> latest; ///< {sender, receiver}
  std::int64_t counted = 0;
  std::uint64_t answered = 0, letters = 0;
  std::string failure;

  void answer(std::uint64_t id, const result<std::uint64_t>& r) {
    ++answers[id];
    if (r && *r != id) fail("ask " + std::to_string(id) + " got another's answer");
    if (r) ++answered;
  }

  void fail(std::string what) {
    if (failure.empty()) failure = std::move(what);
  }
};

struct Note {
  std::uint64_t sender = 0;
  std::uint64_t number = 0;
};
using NoteTaker = actor_ref<protocol<void(Note)>>;

struct Question {
  std::uint64_t id = 0;
  std::int64_t delay_ms = 0;
};
using Answerer = actor_ref<protocol<std::uint64_t(Question)>>;
/// Answered by asking another one, or two of them at once.
struct Relay {
  std::uint64_t id = 0;
  Answerer other;
};
struct Both {
  std::uint64_t id = 0;
  Answerer one, other;
  bool fastest = false;
};
/// Answered by a call that may block, and later, if at all.
struct Work {
  std::uint64_t id = 0;
};
struct Later {
  std::uint64_t id = 0;
};
/// What was to be answered later is answered now.
struct Settle {};
/// "Tell this one."
struct Introduce {
  NoteTaker other;
};
struct Crash {
  bool thrown = false;
};

/// The work force: takes notes, answers in every way, is stopped and fails.
class Peer {
public:
  using messages = protocol<void(Note), std::uint64_t(Question), std::uint64_t(Relay),
                            std::uint64_t(Both), std::uint64_t(Work), std::uint64_t(Later),
                            void(Settle), void(Introduce), void(Crash)>;

  Peer(ledger* book, std::uint64_t number) : book_(book), number_(number) {}

  void on(const Note& m) {
    auto& latest = book_->latest[{m.sender, number_}];
    if (m.number <= latest)
      book_->fail("note " + std::to_string(m.number) + " of " + std::to_string(m.sender) +
                  " came to " + std::to_string(number_) + " behind " + std::to_string(latest));
    latest = m.number;
  }
  task<std::uint64_t> on(Question m, context<Peer>& ctx) {
    if (m.delay_ms > 0) co_await ctx.sleep(std::chrono::milliseconds(m.delay_ms));
    co_return m.id;
  }
  void on(const Introduce& m) { m.other.tell<Note>(number_, ++told_); }
  task<result<std::uint64_t>> on(Relay m) {
    auto answer = co_await m.other.ask<Question>(m.id).within(std::chrono::seconds(1));
    co_return answer;
  }
  task<result<std::uint64_t>> on(Both m) {
    if (m.fastest) {
      auto answer = co_await first(m.one.ask<Question>(m.id), m.other.ask<Question>(m.id));
      co_return answer.index() == 0 ? std::get<0>(answer) : std::get<1>(answer);
    }
    auto [one, other] = co_await all(m.one.ask<Question>(m.id), m.other.ask<Question>(m.id));
    co_return one ? other : one;
  }
  task<result<std::uint64_t>> on(Work m) {
    co_return co_await offload([](std::uint64_t id) { return id; }, m.id);
  }
  deferred<std::uint64_t> on(Later m) {
    deferred<std::uint64_t> promise;
    later_.emplace_back(m.id, promise);
    return promise;
  }
  void on(Settle) {
    for (auto& [id, promise] : std::exchange(later_, {})) promise.fulfil(id);
  }
  void on(Crash m, context<Peer>& ctx) {
    if (m.thrown) throw std::runtime_error("crashed");
    ctx.stop();
  }

private:
  ledger* book_;
  std::uint64_t number_;
  std::uint64_t told_ = 0; // over all receivers: rises for each of them
  std::vector<std::pair<std::uint64_t, deferred<std::uint64_t>>> later_;
};

/// How an ask is asked, and answered.
enum class way : std::uint8_t { question, relay, both, fastest, work, later, count };

/// An ask, at whom, and by whose help.
struct plan {
  way how = way::question;
  std::uint64_t id = 0;
  std::int64_t delay_ms = 0;
  actor_ref<Peer> whom, other;

  request<std::uint64_t> ask() const {
    switch (how) {
    case way::relay:
      return whom.ask<Relay>(id, other);
    case way::both:
    case way::fastest:
      return whom.ask<Both>(id, other, whom, how == way::fastest);
    case way::work:
      return whom.ask<Work>(id);
    case way::later:
      return whom.ask<Later>(id);
    default:
      return whom.ask<Question>(id, delay_ms);
    }
  }
};

/// Asks for the driver: with a callback.
class Asker {
public:
  explicit Asker(ledger* book) : book_(book) {}
  void on(const plan& m) {
    m.ask()
        .within(std::chrono::seconds(2))
        .then([book = book_, id = m.id](const result<std::uint64_t>& r) { book->answer(id, r); });
  }

private:
  ledger* book_;
};

/// The same by waiting for the answer, and ends.
class Waiter {
public:
  Waiter(ledger* book, const plan& p) : book_(book), plan_(p) {}
  task<> on(const started&, context<Waiter>& ctx) {
    auto answer = co_await plan_.ask().within(std::chrono::seconds(2));
    book_->answer(plan_.id, answer);
    ctx.stop();
  }

private:
  ledger* book_;
  plan plan_;
};

/// Counts what nobody handled.
class Mourner {
public:
  explicit Mourner(ledger* book) : book_(book) {}
  void on(const started&, context<Mourner>& ctx) { ctx.subscribe(ctx.system().dead_letters()); }
  void on(const dead_letter&) { ++book_->letters; }

private:
  ledger* book_;
};

/// Watches one actor.
class Watcher {
public:
  Watcher(ledger* book, std::uint64_t id, actor_ref<Peer> whom)
      : book_(book), id_(id), whom_(whom) {}
  void on(const started&, context<Watcher>& ctx) { ctx.watch(whom_); }
  void on(const terminated&) { ++book_->terminated[id_]; }

private:
  ledger* book_;
  std::uint64_t id_;
  actor_ref<Peer> whom_;
};

struct Get {};
struct Set {
  std::int64_t value = 0;
};
struct Add {
  std::int64_t value = 0;
};

class Register {
public:
  explicit Register(ledger* book) : book_(book) {}
  std::int64_t on(Get) { return book_->counted; }
  void on(Set m) { book_->counted = m.value; }
  void on(Add m) { book_->counted += m.value; }

private:
  ledger* book_;
};

struct Count {};

/// Counts in a register that it shares with another: by one message, or by the planted two.
class Counter {
public:
  Counter(actor_ref<Register> shared, bool plant) : shared_(shared), plant_(plant) {}
  task<> on(Count) {
    if (!plant_) {
      shared_.tell<Add>(1);
      co_return;
    }
    auto before = co_await shared_.ask<Get>();
    if (before) shared_.tell<Set>(*before + 1);
  }

private:
  actor_ref<Register> shared_;
  bool plant_;
};

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
// NOLINTEND(readability-identifier-naming)

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
