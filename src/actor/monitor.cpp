// SPDX-License-Identifier: Apache-2.0
//
// The monitor of the work-stealing executor.
#include "family.hpp"
#include "look_pace.hpp"
#include "system_core.hpp"
#include "taking_over.hpp"
#include "work_stealing.hpp"

#include <algorithm>
#include <system_error>

namespace akt::inline v0::detail {
namespace {

constexpr duration look_interval = std::chrono::microseconds(500);
constexpr duration light_interval = look_interval * 5;
constexpr duration idle_max = std::chrono::hours(1);
// A turn of many cold messages may last so long, and starting a thread costs as well.
constexpr duration held_before_spare = look_interval * 7 / 2;
constexpr duration long_turn = std::chrono::microseconds(500);       // of its core's time
constexpr duration blocked_for_long = std::chrono::milliseconds(10); // not just off its core
constexpr std::uint32_t surplus_looks_before_dismissal = 200;
constexpr std::uint64_t trim_blocks_a_look = 4096;

/// A hint: it puts a long mailbox in order. (running is relaxed.)
bool takes_over(const worker& w) noexcept {
  return w.turn.running.load(sync::relaxed) == &taking_over;
}

} // namespace

// Relaxed: hints; started_ and is_calm_ are written by the monitor.
bool work_stealing::is_light() const noexcept {
  bool somebody_searches = false;
  for (std::uint32_t i = 0, n = started_.load(sync::relaxed); i < n; ++i) {
    auto where = workers_[i]->where.load(sync::relaxed);
    if (where == worker::whereabouts::running) return false;
    somebody_searches |= where == worker::whereabouts::searching;
  }
  return somebody_searches && core_->ready.empty() && !crossings_.trying() &&
         !is_calm_.load(sync::relaxed) && workers_present() <= own_;
}

bool work_stealing::nothing_to_do(bool trimming) noexcept {
  return !trimming && everybody_sleeps() && workers_present() <= own_;
}

std::uint32_t work_stealing::workers_present() const noexcept {
  std::uint32_t present = 0;
  // Pairs with start_worker().
  for (std::uint32_t i = 0, n = started_.load(sync::acquire); i < n; ++i)
    if (workers_[i]->where.load(sync::relaxed) != worker::whereabouts::not_started) ++present;
  return present;
}

// Alarms are armed on turns. In a long pause a worker that leaves its park wakes the monitor. In
// one of a few looks most of what is armed is due behind it, see set_coarse_now(); the rest, such
// as the next time of a schedule, rings when the pause is over.
duration work_stealing::until_next_alarm(duration at_most) noexcept {
  instant now = core_->clock.now(), next = core_->timers.quiet_until();
  return std::clamp(next - now, look_interval, at_most);
}

// Relaxed: where, searching_, leaving and running are hints, looked at again at the next look;
// started_, looks_, pause_ and held_looks_max are written by the monitor alone; monitor_idles_ that
// is seen late costs one wake.
void work_stealing::monitor() noexcept {
  sender* self = core_->outside();
  std::vector<watched> seen(workers_.size());
  look_pace pace;
  while (!ending_.load(sync::seq_cst)) {
    duration pause = look_interval;
    bool trimming = core_->pool.wants_trim(pace.is_calm());
    monitor_parker_.prepare();
    switch (pace.looked(nothing_to_do(trimming), !trimming && is_light())) {
    case look_pace::pace::usual:
      break;
    case look_pace::pace::rarer:
      pause = until_next_alarm(light_interval);
      core_->set_coarse_now(core_->clock.now(), pause + look_interval);
      break;
    case look_pace::pace::idling:
      monitor_idles_.store(1, sync::seq_cst);
      if (!nothing_to_do(trimming)) break; // a worker that leaves its park from here on wakes it
      pause = until_next_alarm(idle_max);
      for (auto& s : seen) s = watched{};
    }
    if (ending_.load(sync::seq_cst)) break;
    pause_.store(pause.count(), sync::relaxed);
    monitor_parker_.wait(pause.count());
    monitor_idles_.store(0, sync::relaxed);
    instant now = core_->clock.now();
    core_->set_coarse_now(now);
    looks_.store(looks_.load(sync::relaxed) + 1, sync::relaxed);
    core_->ring_timers(*self, now);
    look_at_workers(seen, now);
    look_at_crossings(now);
    if (trimming) core_->pool.trim(trim_blocks_a_look);
  }
}

void work_stealing::look_at_workers(std::vector<watched>& seen, instant now) noexcept {
  std::uint32_t stuck = 0, held = 0, blocked = 0, present = 0, running = 0;
  bool work = !core_->ready.empty();
  for (std::uint32_t i = 0, n = started_.load(sync::relaxed); i < n; ++i) {
    worker& w = *workers_[i];
    watched& s = seen[i];
    std::uint64_t epoch = w.epoch.read();
    auto where = w.where.load(sync::relaxed);
    if (where != worker::whereabouts::not_started) ++present;
    if (where != worker::whereabouts::running) {
      s = watched{};
      continue;
    }
    ++running;
    if (s.epoch != epoch) {
      s = watched{};
      s.epoch = epoch;
      s.since = now;
      w.in_turn_since.store(now.time_since_epoch().count(), sync::relaxed); // see worker
      w.seen_epoch.store(epoch, sync::release);                             // pairs with look_at()
      if (w.ring.size() > 0) work = true;
      continue;
    }
    // Read behind the message that runs now: a hint (attention, relaxed). Who takes a long mailbox
    // over has yet to begin.
    if (!takes_over(w)) w.turn.attention.store(true, sync::relaxed);
    if (w.slot.occupied() || w.ring.size() > 0) {
      if (++s.held_looks > w.held_looks_max.load(sync::relaxed))
        w.held_looks_max.store(s.held_looks, sync::relaxed);
    }
    if (now - s.since < look_interval * 4 / 5 || is_left_alone(w, now - s.since)) continue;
    ++stuck;
    if (!s.stuck) {
      s.stuck = true;
      s.cpu_time = w.activity.cpu_time();
    }
    if (now - s.since >= blocked_for_long) ++blocked;
    if (now - s.since >= held_before_spare) ++held;
    if (take_from_stuck(w)) work = true;
    if (!s.reported && now - s.since >= core_->options.long_handler) {
      s.reported = true;
      report_long_handler(w, now - s.since);
    }
  }
  dismiss_surplus(present - blocked);
  // Those who run get to it, nobody is woken.
  const bool calm = running > 0 && stuck == 0 && is_calm_.load(sync::relaxed);
  if (!work || calm || searching_.load(sync::relaxed) != 0 || wake()) return;
  if (held == present && would_help(seen)) start_spare();
}

// In a calm, what waits behind a long mailbox waits a little longer: whoever took it would bring
// back what the calm has ended, and mailboxes that get longer still.
bool work_stealing::is_left_alone(const worker& w, duration how_long) const noexcept {
  // is_calm_ is relaxed: a hint.
  return is_calm_.load(sync::relaxed) && how_long < blocked_for_long && takes_over(w);
}

// All are stuck. A further thread makes it worse where one of them has lost its core to another
// process or puts a long mailbox in order.
bool work_stealing::would_help(const std::vector<watched>& seen) const noexcept {
  // started_ is relaxed: the monitor writes it.
  for (std::uint32_t i = 0, n = started_.load(sync::relaxed); i < n; ++i) {
    if (!seen[i].stuck) continue;
    const worker& w = *workers_[i];
    if (takes_over(w)) return false;
    if (w.activity.cpu_time() - seen[i].cpu_time < long_turn && !w.activity.waits()) return false;
  }
  return true;
}

// Relaxed: handled_in_turns is a number; is_resting, shall_rest and is_calm_ are hints.
crossing_policy::look work_stealing::crossings_since(instant now) noexcept {
  busy_.clear();
  crossing_policy::look sums, since;
  sums.now = since.now = now;
  sums.given = core_->pool.blocks_given();
  for (std::uint32_t i = 0, n = started_.load(sync::relaxed); i < n; ++i) {
    worker& w = *workers_[i];
    std::uint64_t handled = w.handled_in_turns.load(sync::relaxed);
    if (handled != handled_by_[i] && w.where.load(sync::relaxed) == worker::whereabouts::running)
      busy_.push_back(&w);
    handled_by_[i] = handled;
    if (w.is_resting.load(sync::relaxed)) ++since.resting;
    sums.moved += (handled + w.counters.sent.read()) / 2;
    sums.taken += w.blocks.blocks_taken();
  }
  since.busy = static_cast<std::uint32_t>(busy_.size());
  since.since_last = now - sums_.now;
  since.moved = sums.moved - sums_.moved;
  since.taken = sums.taken - sums_.taken;
  since.given = sums.given - sums_.given;
  sums_ = sums;
  return since;
}

bool work_stealing::somebody_takes_over() const noexcept {
  for (std::uint32_t i = 0, n = started_.load(sync::relaxed); i < n; ++i)
    if (workers_[i]->where.load(sync::relaxed) == worker::whereabouts::running &&
        takes_over(*workers_[i]))
      return true;
  return false;
}

void work_stealing::look_at_crossings(instant now) noexcept {
  const crossing_policy::look since = crossings_since(now);
  crossing_policy::verdict v;
  if (!somebody_takes_over()) v = crossings_.judge(since); // else it says nothing of handlers
  auto [rest, resume] = v;
  is_calm_.store(now < crossings_.calm_until(), sync::relaxed);
  for (; rest > 0 && !busy_.empty(); --rest) {
    busy_.back()->shall_rest.store(true, sync::relaxed);
    busy_.pop_back();
  }
  if (!crossings_.trying()) // nobody rests later than was meant
    for (worker* w : workers_)
      if (w->shall_rest.load(sync::relaxed)) w->shall_rest.store(false, sync::relaxed);
  if (resume) wake();
}

void work_stealing::start_spare() noexcept {
  for (worker* w : workers_) {
    // Pairs with leave().
    if (w->where.load(sync::acquire) != worker::whereabouts::not_started) continue;
    try {
      return start_worker(*w);
    } catch (const std::system_error&) {
      return; // no thread to be had now: the next look tries again
    }
  }
}

// The spare ones go when, most of the time, enough others have been able to work.
void work_stealing::dismiss_surplus(std::uint32_t able) noexcept {
  if (able <= own_) {
    if (surplus_looks_ > 0) --surplus_looks_;
    return;
  }
  if (++surplus_looks_ < surplus_looks_before_dismissal) return;
  surplus_looks_ = 0;
  for (std::size_t i = workers_.size(); i-- > own_;) {
    worker& w = *workers_[i];
    if (w.where.load(sync::relaxed) == worker::whereabouts::not_started ||
        w.leaving.load(sync::relaxed))
      continue;
    w.leaving.store(true, sync::seq_cst); // before the look for its sleep
    w.sleeper->unpark();
    return;
  }
}

// All that it holds goes to the global queue, and a worker is always woken for it: the rate limit
// of wakes is for those that will get to it themselves.
bool work_stealing::take_from_stuck(worker& w) noexcept {
  bool any = false;
  if (cell* c = w.slot.steal()) {
    core_->ready.push(*c);
    any = true;
  }
  while (cell* c = w.ring.steal_into(hand_over_)) {
    any = true;
    core_->ready.push(*c);
    while (cell* more = hand_over_.pop()) core_->ready.push(*more);
  }
  return any;
}

void work_stealing::report_long_handler(const worker& w, duration how_long) noexcept {
  const cell* c = w.turn.self;
  const actor_type* type = c ? c->type() : nullptr;
  const message_ops* ops = w.turn.running.load(sync::relaxed);
  if (!type) return; // it has just ended
  const std::string path = path_of_any(*core_, ref_of(*c, c->generation()));
  if (path.empty()) return;
  std::string_view what = ops ? ops->name : "its start, a reply or a callback";
  auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(how_long).count();
  std::string line = path + " of type ";
  line.append(type->name);
  line.append(ops == &taking_over ? " puts " : " handles ").append(what);
  line += " for " + std::to_string(ms) + " ms on worker " + std::to_string(w.number);
  if (ops != &taking_over) line += "; blocking calls belong into akt::offload";
  core_->options.environment.log(line);
}

} // namespace akt::inline v0::detail
