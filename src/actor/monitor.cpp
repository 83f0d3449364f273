// SPDX-License-Identifier: Apache-2.0
//
// The monitor of the work-stealing executor.
#include "system_core.hpp"
#include "work_stealing.hpp"

#include <cstdio>
#include <system_error>

namespace akt::inline v0::detail {
namespace {

constexpr duration look_interval = std::chrono::microseconds(500);
constexpr duration idle_look_interval = std::chrono::milliseconds(100);
constexpr std::uint32_t quiet_looks_before_idling = 64; // waking the monitor costs a waking worker
constexpr std::uint64_t trim_blocks_a_look = 4096;

} // namespace

bool work_stealing::nothing_to_do(bool trimming) noexcept {
  return !trimming && everybody_sleeps() && core_->timers.empty();
}

bool work_stealing::everybody_sleeps() const noexcept {
  for (std::uint32_t i = 0, n = running_.load(sync::acquire); i < n; ++i)
    if (workers_[i]->where.load(sync::seq_cst) != worker::whereabouts::parked) return false;
  return core_->ready.empty();
}

void work_stealing::monitor() noexcept {
  sender* self = core_->outside();
  std::vector<watched> seen(workers_.size());
  std::uint32_t quiet_looks = 0;
  while (!ending_.load(sync::seq_cst)) {
    duration pause = look_interval;
    bool trimming = core_->pool.wants_trim(quiet_looks > quiet_looks_before_idling);
    monitor_parker_.prepare();
    if (!nothing_to_do(trimming))
      quiet_looks = 0;
    else if (++quiet_looks > quiet_looks_before_idling) {
      monitor_idles_.store(1, sync::seq_cst);
      if (nothing_to_do(trimming)) { // a worker that leaves its park from here on wakes the monitor
        pause = idle_look_interval;
        for (auto& s : seen) s = watched{};
      }
    }
    if (ending_.load(sync::seq_cst)) break;
    monitor_parker_.wait(pause.count());
    monitor_idles_.store(0, sync::relaxed);
    instant now = core_->clock.now();
    core_->set_coarse_now(now);
    looks_.store(looks_.load(sync::relaxed) + 1, sync::relaxed);
    core_->ring_timers(*self, now);
    look_at_workers(seen, now);
    if (trimming) core_->pool.trim(trim_blocks_a_look);
  }
}

void work_stealing::look_at_workers(std::vector<watched>& seen, instant now) noexcept {
  std::uint32_t stuck = 0, running = running_.load(sync::relaxed);
  bool work = !core_->ready.empty();
  for (std::uint32_t i = 0; i < running; ++i) {
    worker& w = *workers_[i];
    watched& s = seen[i];
    std::uint64_t epoch = w.epoch.read();
    if (w.where.load(sync::relaxed) != worker::whereabouts::running) {
      s = watched{};
      continue;
    }
    if (s.epoch != epoch) {
      s = watched{epoch, 0, now, false};
      if (w.ring.size() > 0) work = true;
      continue;
    }
    w.turn.attention.store(true, sync::relaxed); // read behind the message that runs now
    if (w.slot.occupied() || w.ring.size() > 0) {
      if (++s.held_looks > w.held_looks_max.load(sync::relaxed))
        w.held_looks_max.store(s.held_looks, sync::relaxed);
    }
    if (now - s.since < look_interval * 4 / 5) continue;
    ++stuck;
    if (take_from_stuck(w)) work = true;
    if (!s.reported && now - s.since >= core_->options.long_handler) {
      s.reported = true;
      report_long_handler(w, now - s.since);
    }
  }
  if (!work || searching_.load(sync::relaxed) != 0 || wake()) return;
  if (stuck != running || running == workers_.size()) return;
  try {
    start_worker(*workers_[running]);
  } catch (const std::system_error&) {} // no thread to be had now: the next look tries again
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
  std::string name = core_->names.name_of(*c);
  if (name.empty()) name.append("$").append(std::to_string(c->index));
  std::string_view what = ops ? ops->name : "its start, a reply or a callback";
  auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(how_long).count();
  std::fprintf(
      stderr,
      "akt: akt://%s/%s of type %.*s handles %.*s for %lld ms on worker %u; blocking calls "
      "belong into akt::offload\n",
      core_->options.name.c_str(), name.c_str(), static_cast<int>(type->name.size()),
      type->name.data(), static_cast<int>(what.size()), what.data(), static_cast<long long>(ms),
      w.number);
}

} // namespace akt::inline v0::detail
