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
  ready_ = &core.ready;
  asymmetric_ = sync::asymmetric_available();
  static sync::atomic<bool> said{false};
  if (!asymmetric_ && !said.exchange(true, sync::relaxed)) // said once, publishes nothing
    core.options.environment.log("no membarrier here: the run slot takes a lock, half as fast");
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
    w->idling = idle_policy(core.options.spin, core.options.spin_max, core.options.doze_max);
    w->sleeper.reset(core.options.environment.make_driver());
    workers_.push_back(w.get());
    core.workers.push_back(std::move(w));
  }
  threads_.resize(all);
  handled_by_.resize(all);
  busy_.reserve(all); // the monitor allocates nothing beside messages
  own_ = n;
  try {
    for (unsigned i = 0; i < n; ++i) start_worker(*workers_[i]);
    // While they start. Nobody has a turn before this function has returned.
    limits_ = turn_limits(core.options.throughput, ticks_in(turn_max, core.clock));
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
  w.activity.begin();
  w.blocks.warm_up();
  std::uint32_t searches_in_vain = 0;
  for (;;) {
    cell* c = w.next_own();
    if (!c) {
      if (ending_.load(sync::relaxed) || w.leaving.load(sync::relaxed)) break; // hints
      if (w.shall_rest.load(sync::relaxed)) {
        rest(w, first_parks);
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

// What it holds goes to those who stay.
void work_stealing::leave(worker& w) noexcept {
  hand_over(w);
  w.blocks.hand_back();
  core_->cells.give_all(w.vacant_stock);
  gone(w);
}

// ---- stealing

// Relaxed: where and ending_ are hints wherever being late costs a look more.

cell* work_stealing::steal_rings(worker& w, std::uint64_t* since, std::uint32_t* taken) noexcept {
  std::uint32_t n = started_.load(sync::acquire); // pairs with start_worker()
  if (is_calm_.load(sync::relaxed)) n = 0;        // a hint
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
  instant began = core_->clock.now(), now = began;
  instant look_at_slots = began + slot_patience;
  for (std::uint32_t round = 1; !ending_.load(sync::relaxed); ++round) {
    c = core_->ready.pop();
    if (!c) c = steal_rings(w, since, taken);
    if (c) break;
    for (int i = 0; i < 8; ++i) sync::cpu_relax();
    if (round % 16 != 0) continue;
    now = core_->clock.now();
    if (now > look_at_slots) {
      c = steal_slots(w, epochs);
      look_at_slots = instant::max();
    }
    // searching_ is relaxed: a hint.
    if (c || w.idling.gives_up(now - began, searching_.load(sync::relaxed) == 1)) break;
  }
  searching_.fetch_sub(1, sync::seq_cst);
  if (!c && !ending_.load(sync::relaxed)) {
    c = fall_asleep(w, w.idling.doze(), park_limit);
    const instant awake = core_->clock.now();
    core_->set_coarse_now(awake);                // the monitor may have idled
    const bool woken = awake - now < park_limit; // or interrupted by a signal
    w.idling.slept(woken ? awake - began : duration::max());
  }
  w.where.store(worker::whereabouts::running, sync::relaxed);
  return c;
}

void work_stealing::more_work_slow(worker& by, std::uint64_t& last_wake) noexcept {
  if (is_calm_.load(sync::relaxed)) { // a hint
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
  const instant spin_until = core.clock.now() + wait_spin;
  while (!done(what)) {
    const instant now = core.clock.now();
    if (now >= deadline) return false;
    if (now < spin_until) {
      sync::cpu_relax();
      continue;
    }
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
