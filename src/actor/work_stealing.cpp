// SPDX-License-Identifier: Apache-2.0
#include "work_stealing.hpp"

#include "system_core.hpp"

#include <algorithm>
#include <system_error>

namespace akt::inline v0::detail {
namespace {

constexpr duration turn_max = std::chrono::microseconds(100);
constexpr duration slot_patience = std::chrono::microseconds(40);
constexpr duration first_parks = std::chrono::milliseconds(10);
constexpr duration steal_worthwhile = std::chrono::microseconds(20);
constexpr duration steal_observation = std::chrono::microseconds(2);
constexpr duration wait_spin = std::chrono::microseconds(20);
constexpr std::uint32_t searches_before_long_sleep = 3; // tens of milliseconds without work
constexpr duration coarse_lag = std::chrono::milliseconds(1);
constexpr std::uint64_t wake_interval_ticks = 50000;
constexpr std::uint32_t workers_max = 256;

/// Ticks of sync::ticks() in `d`, measured once.
std::uint64_t ticks_in(duration d, clock& clock) noexcept {
  auto from = clock.now();
  auto ticks = sync::ticks();
  while (clock.now() - from < std::chrono::microseconds(50)) {}
  auto passed = (clock.now() - from).count();
  return (sync::ticks() - ticks) * static_cast<std::uint64_t>(d.count()) /
         static_cast<std::uint64_t>(passed);
}

} // namespace

work_stealing::~work_stealing() = default;

void work_stealing::start(system_core& core) {
  core_ = &core;
  asymmetric_ = sync::asymmetric_available();
  static sync::atomic<bool> said{false};
  if (!asymmetric_ && !said.exchange(true, sync::relaxed)) // said once, publishes nothing
    core.options.environment.log("no membarrier here: the run slot takes a lock, half as fast");
  limits_ = turn_limits(core.options.throughput, ticks_in(turn_max, core.clock));
  core.coarse_lag = coarse_lag;
  core.set_coarse_now(core.clock.now());
  constexpr unsigned own_workers_max = 128;
  unsigned n = core.options.workers ? core.options.workers : std::thread::hardware_concurrency();
  n = std::clamp(n, 1u, own_workers_max);
  unsigned all = n + core.options.extra_workers;
  AKT_ASSERT(all <= workers_max);
  for (unsigned i = 0; i < all; ++i) {
    auto w = std::make_unique<worker>(core, core.pool, asymmetric_);
    w->pool = this;
    w->number = i;
    w->sleeper.reset(core.options.environment.make_driver());
    workers_.push_back(w.get());
    core.workers.push_back(std::move(w));
  }
  threads_.resize(all);
  own_ = n;
  try {
    for (unsigned i = 0; i < n; ++i) start_worker(*workers_[i]);
    monitor_ = std::thread([this] { monitor(); });
  } catch (const std::system_error&) {
    finish(core);
    throw;
  }
}

void work_stealing::start_worker(worker& w) {
  std::thread& thread = threads_[w.number];
  if (thread.joinable()) thread.join(); // it has left before
  // Relaxed: before the thread that reads leaving and shall_rest.
  w.leaving.store(false, sync::relaxed);
  w.shall_rest.store(false, sync::relaxed);
  w.where.store(worker::whereabouts::running, sync::relaxed);
  // Before it runs: whoever sees what it does finds it among the started.
  if (w.number >= started_.load(sync::relaxed))  // the monitor alone writes it from here on
    started_.store(w.number + 1, sync::release); // pairs with the loads of thieves
  try {
    thread = std::thread([this, &w] { work(w); });
  } catch (...) {
    w.where.store(worker::whereabouts::not_started, sync::relaxed); // its queues are empty
    throw;
  }
}

void work_stealing::finish(system_core&) noexcept {
  blocking_.finish();
  ending_.store(true, sync::seq_cst);
  monitor_parker_.unpark();
  if (monitor_.joinable()) monitor_.join();
  for (worker* w : workers_) w->sleeper->unpark();
  for (auto& t : threads_)
    if (t.joinable()) t.join();
  threads_.clear();
}

void work_stealing::work(worker& w) noexcept {
  this_thread().enter(&w.turn);
  w.blocks.warm_up();
  std::uint32_t searches_in_vain = 0;
  for (;;) {
    cell* c = w.next_own();
    if (!c) {
      if (ending_.load(sync::relaxed) || w.leaving.load(sync::relaxed)) break; // hints
      if (w.shall_rest.load(sync::relaxed)) {
        rest(w);
        continue;
      }
      c = w.take_own(); // the order to rest was taken back
    }
    if (!c) {
      bool long_sleep = searches_in_vain >= searches_before_long_sleep;
      c = search(w, long_sleep ? duration::max() : first_parks);
      if (c)
        searches_in_vain = 0;
      else if (++searches_in_vain == searches_before_long_sleep)
        w.blocks.hand_back();
    }
    if (c) w.run(*c, limits_);
  }
  if (!ending_.load(sync::relaxed)) leave(w);
  this_thread().enter(nullptr);
}

void work_stealing::hand_over(worker& w) noexcept {
  while (cell* c = w.slot.take()) core_->ready.push(*c);
  while (cell* c = w.ring.pop()) core_->ready.push(*c);
}

// What it holds goes to those who stay.
void work_stealing::leave(worker& w) noexcept {
  hand_over(w);
  w.blocks.hand_back();
  core_->cells.give_all(w.vacant_stock);
  w.where.store(worker::whereabouts::not_started, sync::seq_cst); // before the look at who searches
  sync::fence_seq_cst();                                          // with the one of rest()
  if (!core_->ready.empty()) wake_if_nobody_searches(); // also what one who rests has handed over
}

// Relaxed: shall_rest is a hint, of which the monitor thinks better within half a millisecond.
// Somebody who is up now finds what was handed over: those who park look at the global queue when
// everybody can see that they do.
void work_stealing::rest(worker& w) noexcept {
  w.shall_rest.store(false,
                     sync::relaxed); // its own from here on; rest_count_ is a number: relaxed
  if (!others_are_up(w)) return;
  hand_over(w);
  w.sleeper->prepare();
  w.where.store(worker::whereabouts::parked, sync::seq_cst);
  parked_.fetch_add(1, sync::seq_cst);
  sync::fence_seq_cst(); // with the fence of go_to_sleep()
  if (others_are_up(w) && !ending_.load(sync::seq_cst) && !w.leaving.load(sync::seq_cst)) {
    rest_count_.fetch_add(1, sync::relaxed);
    w.is_resting.store(true, sync::relaxed); // a hint
    w.sleeper->park(first_parks);
    w.is_resting.store(false, sync::relaxed); // likewise
  } else {
    w.sleeper->cancel();
  }
  parked_.fetch_sub(1, sync::seq_cst);
  w.where.store(worker::whereabouts::running, sync::seq_cst);
  if (monitor_idles_.load(sync::seq_cst)) monitor_parker_.unpark(); // as in go_to_sleep()
}

bool work_stealing::others_are_up(const worker& w) const noexcept {
  // Pairs with start_worker().
  for (std::uint32_t i = 0, n = started_.load(sync::acquire); i < n; ++i) {
    if (workers_[i] == &w) continue;
    auto where = workers_[i]->where.load(sync::seq_cst);
    if (where == worker::whereabouts::running || where == worker::whereabouts::searching)
      return true;
  }
  return false;
}

// ---- stealing and parking

// Relaxed: where, searching_ and ending_ are hints wherever being late costs a look more. Where a
// wake could be missed, at parking and waking, they are seq_cst.

cell* work_stealing::steal_rings(worker& w, std::uint64_t* since, std::uint32_t* taken) noexcept {
  std::uint32_t n = started_.load(sync::acquire);  // pairs with start_worker()
  if (calm_until_.load(sync::relaxed) != 0) n = 0; // a hint
  for (std::uint32_t i = 0; i < n; ++i) {
    worker& victim = *workers_[i];
    if (&victim == &w || victim.ring.size() == 0) {
      since[i] = 0;
      continue;
    }
    // Take only what would wait: for tiny handlers a second worker costs more than it brings.
    std::uint64_t now = static_cast<std::uint64_t>(core_->clock.now().time_since_epoch().count());
    if (since[i] == 0) {
      taken[i] = victim.ring.taken();
      since[i] = now;
      continue;
    }
    std::uint64_t looked = now - since[i];
    if (looked < static_cast<std::uint64_t>(steal_observation.count())) continue;
    std::uint64_t drained = victim.ring.taken() - taken[i];
    std::uint64_t would_last = drained ? victim.ring.size() * looked / drained : looked;
    bool worthwhile = would_last >= static_cast<std::uint64_t>(steal_worthwhile.count());
    if (drained || worthwhile) since[i] = 0;
    if (!worthwhile) continue;
    if (cell* c = victim.ring.steal_into(w.ring)) return c;
  }
  return nullptr;
}

cell* work_stealing::steal_slots(worker& w, const std::uint64_t* epochs) noexcept {
  std::uint32_t n = started_.load(sync::acquire); // pairs with start_worker()
  for (std::uint32_t i = 0; i < n; ++i) {
    worker& victim = *workers_[i];
    if (&victim == &w || victim.where.load(sync::relaxed) != worker::whereabouts::running ||
        victim.epoch.read() != epochs[i])
      continue;
    if (cell* c = victim.slot.steal()) return c;
  }
  return nullptr;
}

cell* work_stealing::search(worker& w, duration park_limit) noexcept {
  w.where.store(worker::whereabouts::searching, sync::relaxed);
  searching_.fetch_add(1, sync::seq_cst);
  std::uint64_t since[workers_max], epochs[workers_max];
  std::uint32_t taken[workers_max];
  for (std::uint32_t i = 0, n = static_cast<std::uint32_t>(workers_.size()); i < n; ++i) {
    since[i] = 0;
    epochs[i] = workers_[i]->epoch.read();
  }
  cell* c = nullptr;
  instant began = core_->clock.now(), end = began + core_->options.spin;
  instant look_at_slots = began + slot_patience;
  for (std::uint32_t round = 1; !ending_.load(sync::relaxed); ++round) {
    c = core_->ready.pop();
    if (!c) c = steal_rings(w, since, taken);
    if (c) break;
    for (int i = 0; i < 8; ++i) sync::cpu_relax();
    if (round % 16 != 0) continue;
    instant now = core_->clock.now();
    if (now > look_at_slots) {
      c = steal_slots(w, epochs);
      look_at_slots = instant::max();
    }
    if (c || now > end) break;
  }
  searching_.fetch_sub(1, sync::seq_cst);
  if (!c && !ending_.load(sync::relaxed)) c = go_to_sleep(w, park_limit);
  w.where.store(worker::whereabouts::running, sync::relaxed);
  return c;
}

cell* work_stealing::go_to_sleep(worker& w, duration park_limit) noexcept {
  w.sleeper->prepare();
  w.where.store(worker::whereabouts::parked, sync::seq_cst);
  parked_.fetch_add(1, sync::seq_cst);
  // What others have put into their rings before they could see that this worker parks.
  if (asymmetric_)
    sync::asymmetric_heavy();
  else
    sync::fence_seq_cst();
  cell* c = core_->ready.pop();
  // Pairs with start_worker().
  std::uint32_t victims = calm_until_.load(sync::relaxed) != 0 ? 0 : started_.load(sync::acquire);
  for (std::uint32_t i = 0; !c && i < victims; ++i)
    if (worker* victim = workers_[i]; victim != &w && victim->ring.size() > 1)
      c = victim->ring.steal_into(w.ring);
  if (c || ending_.load(sync::seq_cst) || w.leaving.load(sync::seq_cst))
    w.sleeper->cancel();
  else
    w.sleeper->park(park_limit);
  core_->set_coarse_now(core_->clock.now()); // the monitor may have idled
  parked_.fetch_sub(1, sync::seq_cst);
  w.where.store(worker::whereabouts::running, sync::seq_cst);
  if (monitor_idles_.load(sync::seq_cst)) monitor_parker_.unpark(); // after `where`, both seq_cst
  return c;
}

bool work_stealing::wake() noexcept {
  if (parked_.load(sync::seq_cst) == 0) return false;
  // Pairs with start_worker().
  for (std::uint32_t i = 0, n = started_.load(sync::acquire); i < n; ++i)
    if (workers_[i]->sleeper->unpark()) return true;
  return false;
}

void work_stealing::wake_if_nobody_searches() noexcept {
  if (searching_.load(sync::relaxed) == 0) wake();
}

void work_stealing::more_work_slow(worker& by, std::uint64_t& last_wake) noexcept {
  if (calm_until_.load(sync::relaxed) != 0) { // a hint
    if (!core_->ready.empty()) by.look_at_others_soon();
    return;
  }
  if (by.ring.size() < 2) return;
  std::uint64_t now = sync::ticks();
  if (now - last_wake < wake_interval_ticks) return;
  last_wake = now;
  wake();
}

// ---- threads outside

void work_stealing::wait(system_core& core, external_waiter& w, instant deadline) noexcept {
  constexpr int polls_a_clock_read = 16;
  instant now = core.clock.now(), spin_until = now + wait_spin;
  for (;;) {
    if (now < spin_until) {
      for (int i = 0; i < polls_a_clock_read; ++i) {
        if (w.slot.poll()) return;
        sync::cpu_relax();
      }
    } else {
      if (w.slot.poll() || now >= deadline) return;
      w.slot.wait((deadline - now).count());
    }
    now = core.clock.now();
  }
}

bool work_stealing::run_until(system_core& core, bool (*done)(void*), void* what,
                              instant deadline) noexcept {
  parker sleeper;
  std::int64_t pause = 20000;
  while (!done(what)) {
    if (core.clock.now() >= deadline) return false;
    sleeper.prepare();
    sleeper.wait(pause);
    if (pause < 1000000) pause *= 2;
  }
  return true;
}

bool work_stealing::submit_blocking(system_core& core, blocking_job* job) noexcept {
  return blocking_.submit(job, core.options.blocking_threads);
}

} // namespace akt::inline v0::detail
