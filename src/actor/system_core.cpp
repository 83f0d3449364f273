// SPDX-License-Identifier: Apache-2.0
#include "system_core.hpp"

#include "akt/actor/offload.hpp"
#include "akt/core/assert.hpp"
#include "akt/core/random.hpp"

#include "family.hpp"
#include "outside_thread.hpp"
#include "stillness.hpp"

namespace akt::inline v0::detail {
namespace {

std::uint64_t next_serial() noexcept {
  static sync::atomic<std::uint64_t> last{0};
  return last.fetch_add(1, sync::relaxed) + 1; // a number, no more
}

void add(fate_report& report, const fate_counters& counters) noexcept {
  for (std::size_t f = 0; f < fate_count; ++f) report.fates[f] += counters.fates[f].read();
}

} // namespace

system_core::system_core(system_options o, akt::executor* e)
    : options(std::move(o)), root("akt://" + options.name + "/"), serial(next_serial()),
      seed(options.environment.seed ? options.environment.seed : seed_of_this_computer()),
      clock(options.environment.clock ? *options.environment.clock : system_clock()), executor(e),
      pool(options.environment.memory ? *options.environment.memory : system_memory(),
           options.memory_max),
      nothing(system_memory(), 1),
      cells(options.environment.memory ? *options.environment.memory : system_memory(), *this) {
  register_system(*this);
}

system_core::~system_core() {
  unregister_system(*this);
  // Threads that stop() has answered may still be on their way out of get().
  auto all_left = [](void* p) { return static_cast<system_core*>(p)->waiters.in_use() == 0; };
  (void)executor->run_until(*this, all_left, this, instant::max());
  outside_.clear(); // their blocks go home, and the workers'
  workers.clear();
  if (pool.blocks_in_use() != 0)
    assertion_failed("a deferred, or an ask that was not sent, outlives its system", __FILE__,
                     __LINE__, options.name.c_str());
}

void system_core::inject(cell& c) noexcept {
  ready.push(c);
  // The push before the look: stop() says that it has stopped before it looks into the queue. Also
  // before the executor's look at who sleeps.
  sync::fence_seq_cst();
  if (__builtin_expect(stopped(), 0)) return run_leftovers();
  executor->injected(*this);
}

// Fates are read before sends: if the sums are equal, there was a moment between the two when
// nothing was in flight.
fate_report system_core::fates() noexcept {
  fate_report report;
  std::lock_guard guard(outside_mutex_);
  add(report, gone_);
  for (const auto& w : workers) {
    add(report, w->counters);
    // Pairs with the store at the end of run_turn().
    report.fates[static_cast<std::size_t>(fate::handled)] +=
        w->handled_in_turns.load(sync::acquire);
  }
  for (const auto& t : outside_) add(report, t->counters), add(report, t->refused.counters);
  report.sent = gone_.sent.read();
  for (const auto& w : workers) report.sent += w->counters.sent.read();
  for (const auto& t : outside_)
    report.sent += t->counters.sent.read() + t->refused.counters.sent.read();
  std::uint64_t ended = 0;
  for (auto n : report.fates) ended += n;
  report.in_flight = report.sent - ended;
  return report;
}

std::uint64_t system_core::actors_alive() noexcept {
  std::lock_guard guard(outside_mutex_);
  std::uint64_t ended = gone_ended_.read(), spawned = gone_spawned_.read();
  for (const auto& w : workers) ended += w->ended.read();
  for (const auto& t : outside_) ended += t->ended.read();
  for (const auto& w : workers) spawned += w->spawned.read();
  for (const auto& t : outside_) spawned += t->spawned.read();
  return spawned - ended;
}

void system_core::stop_all_actors(bool at_once) noexcept {
  // In order: parents stop their children, and callbacks come behind the answers. At once:
  // everybody, or a child would wait for a parent whose thread is blocked.
  auto comes_later = [this](cell& c) {
    if (is_callback_actor(c)) return true;
    sync::lock_guard guard(identity_lock(c));
    return c.who && c.who->parent;
  };
  sender* self = outside();
  for (std::uint32_t i = 0, n = cells.made(); i < n; ++i)
    if (cell& c = cells.at(i); c.type() && (at_once || !comes_later(c)))
      stop_whoever_lives(*self, c, at_once);
}

stop_report system_core::stop(bool at_once) noexcept {
  turn_context* turn = current_turn();
  if (turn && turn->system == this)
    assertion_failed("a system is not stopped or destroyed on a turn of its own", __FILE__,
                     __LINE__, turn->self ? path_of(*turn->self).c_str() : options.name.c_str());
  if (at_once) hurry();
  std::lock_guard guard(stop_mutex_);
  if (!stopped()) end();
  return report_;
}

void system_core::end() noexcept {
  struct observed {
    system_core* core;
    stillness still;
  } what{this, stillness(*this)};
  auto quiet = [](void* p) {
    auto* o = static_cast<observed*>(p);
    return o->core->hurried() || o->still.reached();
  };
  auto empty = [](void* p) { return static_cast<system_core*>(p)->actors_alive() == 0; };
  auto empty_or_hurried = [](void* p) {
    auto* o = static_cast<observed*>(p);
    if (o->core->hurried() || o->core->actors_alive() == 0) return true;
    if (o->still.reached()) o->still.stop_whoever_is_waited_for();
    if (o->core->fates().in_flight == 0) o->still.stop_callbacks();
    return false;
  };
  const std::uint64_t before = not_handled();
  const instant deadline = clock.now() + options.stop_timeout;
  // Those that have nothing to do get a quarter of the time to end in order, whoever is busy.
  (void)executor->run_until(*this, quiet, &what, deadline - options.stop_timeout / 4);
  phase_.store(phase::stopping, sync::seq_cst);
  if (!hurried()) {
    stop_all_actors(false);
    (void)executor->run_until(*this, empty_or_hurried, &what, deadline);
  }
  if (actors_alive() != 0) {
    report_late();
    stop_all_actors(true);
    (void)executor->run_until(*this, empty, this, clock.now() + options.stop_timeout);
  }
  executor->finish(*this);
  phase_.store(phase::stopped, sync::seq_cst);
  sync::fence_seq_cst(); // pairs with inject()
  run_leftovers();
  answer_waiters();
  report_.not_handled = not_handled() - before;
}

std::uint64_t system_core::not_handled() noexcept {
  std::uint64_t own = 0; // read first, as each is written behind its fate
  {
    std::lock_guard guard(outside_mutex_);
    own = gone_.own_unhandled.read();
    for (const auto& w : workers) own += w->counters.own_unhandled.read();
    for (const auto& t : outside_)
      own += t->counters.own_unhandled.read() + t->refused.counters.own_unhandled.read();
  }
  const fate_report all = fates();
  return all[fate::stopped] + all[fate::cancelled] - own;
}

void system_core::report_late() noexcept {
  report_.in_order = false;
  std::uint64_t callbacks = 0;
  for (std::uint32_t i = 0, n = cells.made(); i < n; ++i)
    if (const cell& c = cells.at(i); c.type() && is_callback_actor(c)) ++callbacks;
  const std::uint64_t alive = actors_alive();
  report_.late = alive > callbacks ? alive - callbacks : 0;
  std::string line = "system " + options.name + " did not end in order within stop_timeout; " +
                     std::to_string(report_.late) + " actors are ended at once";
  for (std::uint32_t i = 0, n = cells.made(); i < n; ++i) {
    cell& c = cells.at(i);
    if (report_.late_paths.size() == stop_report::paths_max) break;
    if (!c.type() || is_callback_actor(c)) continue;
    std::string path = path_of_any(*this, ref_of(c, c.generation()));
    if (path.empty()) continue; // it has just ended
    line += (report_.late_paths.empty() ? ": " : ", ") + path;
    report_.late_paths.push_back(std::move(path));
  }
  if (!hurried()) options.environment.log(line);
}

// Whoever still waits then waits for somebody outside of the actors.
void system_core::answer_waiters() noexcept {
  for (std::uint32_t i = 0, n = waiters.made(); i < n; ++i) {
    external_waiter& w = *waiters.at(i);
    if (std::uint32_t sequence = w.slot.waited_for())
      send_answer_error({this, envelope::ask_ext(w.index, sequence << 1 | 1), 0},
                        error(errc::stopped));
  }
}

void system_core::run_leftovers() noexcept {
  worker& w = *workers.front();
  const turn_limits limits;
  auto run_all = [&] {
    auto run = [&](cell* c) { w.run(*c, limits); };
    bool any = false;
    while (cell* c = ready.pop()) any = true, run(c);
    for (auto& other : workers) {
      while (cell* c = other->slot.steal()) any = true, run(c);
      while (cell* c = other->ring.pop()) any = true, run(c);
    }
    return any;
  };
  do {
    // No lock is held around turns: what runs here may come back here, for this system or another.
    if (leftovers_run_.exchange(true, sync::acq_rel)) return; // pairs with the store below
    turn_context* before = current_turn();
    this_thread().enter(&w.turn);
    while (run_all()) {}
    this_thread().enter(before);
    leftovers_run_.store(false, sync::release); // pairs with the exchange above
    sync::fence_seq_cst(); // what others have pushed meanwhile and left to this thread
  } while (!ready.empty());
}

} // namespace akt::inline v0::detail
