// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/environment.hpp"

#include "blocking_pool.hpp"
#include "crossing_policy.hpp"
#include "sleepers.hpp"
#include "worker.hpp"

#include <memory>
#include <thread>
#include <vector>

namespace akt::inline v0::detail {

/// The executor of real time: workers that steal from each other, and a monitor that looks after
/// them: it writes the coarse clock, rings timers, takes work away from stuck workers, starts more
/// of them when all are stuck, and reports handlers that run for long.
class work_stealing final : public akt::executor, private sleepers<worker> {
public:
  work_stealing() noexcept = default;
  ~work_stealing() override;

  void start(system_core&) override;
  void finish(system_core&) noexcept override;
  void injected(system_core&) noexcept override { wake_if_nobody_searches(); }
  void wait(system_core&, external_waiter&, instant deadline) noexcept override;
  bool run_until(system_core&, bool (*done)(void*), void* what, instant deadline) noexcept override;
  bool rests(system_core&) noexcept override { return everybody_sleeps(); }
  bool submit_blocking(system_core&, blocking_job* job) noexcept override;

  /// A worker has put a second cell into its ring: wakes another one, at a limited rate.
  void more_work(worker& by, std::uint64_t& last_wake) noexcept {
    if (somebody_could_help()) more_work_slow(by, last_wake);
  }

  /// The longest time of a turn, of sync::ticks().
  std::uint64_t turn_ticks() const noexcept { return limits_.ticks; }
  /// Workers that never leave.
  std::uint32_t own() const noexcept { return own_; }

  /// Relaxed: a hint, looked at again.
  bool ending() const noexcept { return ending_.load(sync::relaxed); }

  /// Looks of the monitor so far: the unit of time of scheduling tests. looks_ and pause_ are
  /// relaxed: numbers, they publish nothing.
  std::uint64_t monitor_looks() const noexcept { return looks_.load(sync::relaxed); }
  /// Times that a worker has come to rest, see crossing_policy. Relaxed as looks_.
  std::uint64_t rest_count() const noexcept { return rest_count_.load(sync::relaxed); }
  /// How long the monitor sleeps now, if nobody wakes it.
  duration monitor_pause() const noexcept { return duration(pause_.load(sync::relaxed)); }
  /// Workers with a thread. Any thread; a moment's truth.
  std::uint32_t workers_present() const noexcept;

private:
  struct watched {
    std::uint64_t epoch = ~0ull;
    std::uint32_t held_looks = 0; ///< in a row that found the same turn and cells in its queues
    instant since{};
    bool reported = false;
    bool stuck = false;
    duration cpu_time{}; ///< when it was first seen stuck
  };

  void start_worker(worker& w);
  void work(worker& w) noexcept;
  void leave(worker& w) noexcept;
  cell* search(worker& w, duration park_limit) noexcept;
  cell* steal_rings(worker& w, std::uint64_t* since, std::uint32_t* taken) noexcept;
  cell* steal_slots(worker& w, const std::uint64_t* epochs) noexcept;
  void more_work_slow(worker& by, std::uint64_t& last_wake) noexcept;

  void monitor() noexcept;
  void look_at_workers(std::vector<watched>& seen, instant now) noexcept;
  void look_at_crossings(instant now) noexcept;
  bool somebody_takes_over() const noexcept;
  crossing_policy::look crossings_since(instant now) noexcept;
  bool is_left_alone(const worker& w, duration how_long) const noexcept;
  bool would_help(const std::vector<watched>& seen) const noexcept;
  void start_spare() noexcept;
  void dismiss_surplus(std::uint32_t able) noexcept;
  bool take_from_stuck(worker& w) noexcept;
  void report_long_handler(const worker& w, duration how_long) noexcept;
  bool nothing_to_do(bool trimming) noexcept;
  bool is_light() const noexcept;
  duration until_next_alarm(duration at_most) noexcept;

  system_core* core_ = nullptr;
  turn_limits limits_;
  std::vector<std::thread> threads_; // by number; of start(), the monitor, finish() in this order
  std::uint32_t own_ = 0;            ///< workers that never leave
  std::thread monitor_;
  blocking_pool blocking_;

  alignas(64) sync::atomic<std::uint64_t> looks_{0};
  sync::atomic<std::int64_t> pause_{0};
  crossing_policy crossings_;             ///< the monitor's, as the three below
  std::vector<std::uint64_t> handled_by_; ///< at the last look
  std::vector<worker*> busy_;             ///< at this look
  crossing_policy::look sums_;            ///< at the last look, since the start
  std::uint32_t surplus_looks_ = 0; ///< the monitor's: that found more able workers than own ones
  run_ring<cell, worker::ring_cells> hand_over_; ///< the monitor's, for what it takes away
};

} // namespace akt::inline v0::detail
