// SPDX-License-Identifier: Apache-2.0
#include "program_run.hpp"

#include "../actor/system_core.hpp"
#include "program_actors.hpp"
#include "program_checks.hpp"
#include "program_roles.hpp"

namespace akt::inline v0::sim {
namespace programs {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::string_view names[nodes] = {"a", "b"};

/// What a seed decides beside the program.
struct setting {
  world_options world;
  std::size_t memory_max = 0; ///< of the second node

  explicit setting(std::uint64_t seed) {
    random_stream random(seed, 0, "setting");
    world.seed = seed;
    if (random.chance(1, 5)) world.policy = "pct:3:1500";
    world.time_is_a_choice = random.chance(1, 4);
    if (random.chance(1, 6)) memory_max = (2 + random.below(5)) * slab_source::slab_bytes;
  }
};

class driver {
public:
  driver(world& w, ledger& book, const setting& s, program_result& out)
      : world_(w), book_(book), out_(out), checks_(w, book) {
    for (std::size_t n = 0; n < nodes; ++n) {
      system_options o; // actors fail on purpose
      o.environment.log = [](std::string_view) noexcept {};
      if (n == 1) o.memory_max = s.memory_max;
      systems_[n] = &world_.system(names[n], o);
      checks_.look_at(*systems_[n]);
    }
    book_.time = &systems_[0]->core().clock;
    link();
    rest();
    checks_.begin();
    for (std::uint32_t i = 0; i < 6; ++i) spawn({.detail = i});
  }

  void run(const program& p) {
    for (const operation& o : p) {
      if (!book_.failure.empty()) return;
      carry_out(o);
      for (std::uint32_t left = o.steps; left > 0 && world_.step(); --left) {}
    }
    finish();
  }

private:
  void carry_out(const operation& o) {
    const number whom = number_of(o); // now: to look its reference up may make more actors
    switch (o.what) {
    case deed::spawn:
      return spawn(o);
    case deed::note:
      return tell<Note>(o, whom);
    case deed::work:
      return tell<Work>(o, whom);
    case deed::query:
      return ask<Query>(o, whom);
    case deed::question:
      return ask<Question>(o, whom);
    case deed::promise:
      return ask<Promise>(o, whom);
    case deed::wait:
      return wait(o, whom);
    case deed::watch:
      return watch(o, whom);
    case deed::started:
      return query(o, ref(o, whom).started());
    case deed::stopped:
      return query(o, ref(o, whom).stopped());
    case deed::burst:
      return tell_all(o, whom);
    case deed::give_up:
      return give_up();
    case deed::link:
      return link();
    case deed::advance:
      world_.advance(milliseconds(o.detail % 500));
      return check();
    case deed::settle:
      return rest();
    default:
      return order(o, whom);
    }
  }

  void order(const operation& o, number who) {
    const any_ref whom = ref(o, who);
    switch (o.what) {
    case deed::stop:
      return whom.stop();
    case deed::stop_now:
      return whom.stop(now);
    case deed::restart:
      book_.ordered(who);
      return whom.restart();
    case deed::suspend:
      return whom.suspend();
    default:
      book_.ordered(who);
      return whom.reinstate();
    }
  }

  // ---- whom

  /// From which node: the actor's own, or for some that can be found the other.
  std::size_t from(const operation& o, number who) const {
    const actor_record& a = book_.actors[who];
    const bool afar = o.other % 3 == 0 && a.named && a.parent == 0;
    return afar ? nodes - 1 - a.node : a.node;
  }
  number number_of(const operation& o) const { return book_.pick(o.whom, o.detail % nodes); }
  /// As the node knows it that the operation comes from. Named actors of the other are looked up.
  any_ref ref(const operation& o, number who) {
    const std::size_t here = from(o, who);
    const actor_record& a = book_.actors[who];
    if (!a.seen_from[here] && a.node != here && a.named && a.parent == 0 && linked_) {
      const std::string name = name_of(book_, who);
      with_class_of(a, [&]<class A>(std::type_identity<A>) {
        auto found = world_.endpoint(*systems_[here]).find<A>(names[a.node], name);
        if (found) book_.actors[who].seen_from[here] = *found;
      });
    }
    return book_.actors[who].seen_from[here];
  }

  // ---- deeds

  void spawn(const operation& o) {
    const std::size_t node = o.detail % nodes;
    const number one = enroll(book_, node, 0, o.detail);
    std::string name;
    const spawn_options how = options_of(book_, one, name);
    ledger* book = &book_;
    with_class_of(book_.actors[one], [&]<class A>(std::type_identity<A>) {
      auto made = o.detail % 3 == 0
                      ? systems_[node]->try_spawn_with<A>(how, [book, one] { return A(book, one); })
                      : systems_[node]->try_spawn<A>(how, book, one);
      if (made) book_.actors[one].seen_from[node] = *made;
    });
  }

  /// `in_order`: it is sent from this thread, and not by an actor that asks for it.
  Order order_of(const operation& o, number who, bool in_order) {
    Order made;
    made.id = book_.send(in_order ? static_cast<number>(1 + from(o, who)) : 0, who);
    made.first = static_cast<std::uint8_t>(o.first);
    made.between = static_cast<std::uint8_t>(o.between);
    made.second = static_cast<std::uint8_t>(o.second);
    made.other = o.other / 3;
    made.detail = o.detail;
    book_.sent_by(made.id, any_ref());
    return made;
  }

  template <class M>
  void tell(const operation& o, number who) {
    if (!ref(o, who)) return;
    with_ref_to(book_, who, from(o, who),
                [&](auto to) { to.template tell<M>(order_of(o, who, true)); });
  }

  void tell_all(const operation& o, number who) {
    if (!ref(o, who)) return;
    std::vector<Note> notes;
    for (std::uint32_t i = 0; i < 2 + o.detail % 5; ++i) notes.push_back({order_of(o, who, true)});
    with_ref_to(book_, who, from(o, who), [&](auto to) { to.tell_all(std::move(notes)); });
  }

  std::uint32_t ask_for(const operation& o, number who, duration within, const Order& order) {
    const bool strict = book_.actors[who].node == from(o, who);
    const std::uint32_t id = book_.ask(within, strict);
    book_.messages[order.id].ask = id;
    return id;
  }

  template <class M>
  void ask(const operation& o, number who) {
    (void)ref(o, who);
    const duration within = milliseconds(20 + o.detail % 3000);
    const Order order = order_of(o, who, false);
    const std::uint32_t id = ask_for(o, who, within, order);
    with_ref_to(book_, who, from(o, who), [&](auto to) {
      Waiting waiting(&book_, id, 0, 0);
      asks_.push_back({to.template ask<M>(order).within(within).then(std::move(waiting)), id});
    });
  }

  void give_up() {
    if (asks_.empty()) return;
    book_.gives_up(asks_.back().id);
    asks_.back().which.cancel();
    asks_.pop_back();
  }

  void wait(const operation& o, number who) {
    (void)ref(o, who);
    const duration within = milliseconds(20 + o.detail % 1000);
    const Order order = order_of(o, who, true);
    Waiting waiting(&book_, ask_for(o, who, within, order), 0, 0);
    waiting(with_ref_to(book_, who, from(o, who), [&](auto to) {
      return to.template ask<Question>(order).within(within).get();
    }));
  }

  template <class R>
  void query(const operation& o, request<R>&& asked) {
    const duration within = milliseconds(20 + o.detail % 3000);
    const std::uint32_t id = book_.ask(within, false);
    std::move(asked).within(within).then(Waiting(&book_, id, 0, 0));
  }

  void watch(const operation& o, number who) {
    auto whom = ref(o, who);
    if (!whom) return;
    const std::size_t id = book_.watch();
    auto made = systems_[from(o, who)]->try_spawn<Watcher>(anonymous, &book_, id, whom);
    if (!made) return book_.told(id);
    watchers_.push_back(*made);
    ++out_.watches;
  }

  void link() {
    if (linked_) {
      world_.cut(*systems_[0], *systems_[1]);
      book_.connection_lost();
      ++out_.cuts;
    } else {
      world_.connect(*systems_[0], *systems_[1]);
    }
    linked_ = !linked_;
  }

  // ---- rest and end

  void rest() {
    world_.run_until_idle();
    check();
  }
  void check() {
    ++out_.rests;
    checks_.at_rest();
  }

  void finish() {
    world_.advance(seconds(5)); // beyond every deadline
    check();
    for (const actor_record& a : book_.actors) a.seen_from[a.node].stop();
    world_.run_until_idle();      // where time is a choice, it could pass before anybody runs
    world_.advance(seconds(200)); // beyond the time that handlers have to come to their end
    check();
    for (any_ref w : watchers_) w.stop();
    world_.run_until_idle();
    world_.advance(seconds(15));
    check();
    checks_.end();
    for (actor_system* s : systems_) out_.refusals += s->fates()[fate::over_budget];
    book_.end();
  }

  world& world_;
  ledger& book_;
  program_result& out_;
  checks checks_;
  actor_system* systems_[nodes] = {};
  std::vector<any_ref> watchers_;
  struct ongoing {
    ongoing_ask which;
    std::uint32_t id;
  };
  std::vector<ongoing> asks_; ///< by callback, from this thread
  bool linked_ = false;
};

} // namespace
} // namespace programs

namespace {

struct named_number {
  const char* name;
  std::uint64_t program_result::* number;
};
constexpr named_number numbers[] = {{"steps", &program_result::steps},
                                    {"moments of rest", &program_result::rests},
                                    {"messages", &program_result::messages},
                                    {"handled", &program_result::handled},
                                    {"asks", &program_result::asks},
                                    {"answered", &program_result::answered},
                                    {"failures", &program_result::failures},
                                    {"restarts", &program_result::restarts},
                                    {"stashed", &program_result::stashes},
                                    {"ticks", &program_result::ticks},
                                    {"cuts", &program_result::cuts},
                                    {"watches", &program_result::watches},
                                    {"refused", &program_result::refusals},
                                    {"given up", &program_result::given_up},
                                    {"links", &program_result::linked},
                                    {"found", &program_result::found},
                                    {"beside waiting ones", &program_result::beside}};

} // namespace

program_result& program_result::operator+=(const program_result& other) noexcept {
  for (const named_number& n : numbers) this->*n.number += other.*n.number;
  return *this;
}

std::string describe(const program_result& r) {
  std::string line;
  for (const named_number& n : numbers)
    line += (line.empty() ? "" : ", ") + std::to_string(r.*n.number) + " " + n.name;
  return line;
}

program_result run_program(std::uint64_t seed, const program& p) {
  using namespace programs;
  const setting s(seed);
  program_result out;
  const std::int64_t tokens = Token::alive;
  auto book = std::make_unique<ledger>(!s.world.time_is_a_choice, s.memory_max != 0);
  auto w = std::make_unique<world>(s.world);
  {
    driver d(*w, *book, s, out);
    d.run(p);
  }
  out.hash = w->trace_hash();
  out.steps = w->steps();
  if (!book->failure.empty()) {
    out.failure = book->failure;
    (void)w.release(); // it may be beyond ending in order
    (void)book.release();
    Token::alive = tokens;
    return out;
  }
  w.reset();
  if (Token::alive != tokens)
    book->fail(std::to_string(Token::alive - tokens) + " messages were not destroyed");
  out.failure = book->failure;
  Token::alive = tokens;
  out.messages = book->messages.size() - 1;
  out.handled = book->handled;
  out.asks = book->asks.size();
  for (const ask_record& a : book->asks) out.answered += a.answered;
  out.failures = book->failures;
  out.restarts = book->restarts;
  out.stashes = book->stashes;
  out.ticks = book->ticks;
  out.given_up = book->given_up;
  out.linked = book->linked;
  out.found = book->found;
  out.beside = book->beside;
  return out;
}

program shrink(std::uint64_t seed, program failing) {
  for (std::size_t part = failing.size() / 2; part > 0; part /= 2)
    for (std::size_t at = 0; at < failing.size();) {
      program less = failing;
      const auto first = less.begin() + static_cast<std::ptrdiff_t>(at);
      const auto count = std::min(part, failing.size() - at);
      less.erase(first, first + static_cast<std::ptrdiff_t>(count));
      if (run_program(seed, less))
        at += part;
      else
        failing = std::move(less);
    }
  return failing;
}

program_result run_seed(std::uint64_t seed, std::size_t operations) {
  const program whole = make_program(seed, operations);
  program_result r = run_program(seed, whole);
  if (r) return r;
  const program part = shrink(seed, whole);
  r.failure += "\nby " + std::to_string(part.size()) + " of " + std::to_string(whole.size()) +
               " operations:\n";
  for (const operation& o : part) r.failure += "  " + describe(o) + "\n";
  r.failure += "run it again: ./dev soak programs --seed " + std::to_string(seed) + " --seeds 1";
  return r;
}

} // namespace akt::inline v0::sim
