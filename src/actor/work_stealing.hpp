// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/environment.hpp"

#include "blocking_pool.hpp"
#include "worker.hpp"

#include <memory>
#include <thread>
#include <vector>

namespace akt::inline v0::detail {

/// The executor of real time: workers that steal from each other, and a monitor that looks after
/// them: it writes the coarse clock, rings timers, takes work away from stuck workers, starts more
/// of them when all are stuck, and reports handlers that run for long.
class work_stealing final : public akt::executor {
public:
  work_stealing() noexcept = default;
  ~work_stealing() override;

  void start(system_core&) override;
  void finish(system_core&) noexcept override;
  void injected(system_core&) noexcept override { wake_if_nobody_searches(); }
  void wait(system_core&, external_waiter&, instant deadline) noexcept override;
  bool run_until(system_core&, bool (*done)(void*), void* what, instant deadline) noexcept override;
  bool submit_blocking(system_core&, blocking_job* job) noexcept override;

  /// A worker has put a second cell into its ring: wakes another one, at a limited rate.
  void more_work(worker& by, std::uint64_t& last_wake) noexcept {
    sync::compiler_fence(); // the parking side pays for the fence
    if (parked_.load(sync::relaxed) > 0 && searching_.load(sync::relaxed) == 0)
      more_work_slow(by, last_wake);
  }

  bool ending() const noexcept { return ending_.load(sync::relaxed); }

  /// Looks of the monitor so far: the unit of time of scheduling tests.
  std::uint64_t monitor_looks() const noexcept { return looks_.load(sync::relaxed); }

private:
  struct watched {
    std::uint64_t epoch = ~0ull;
    std::uint32_t held_looks = 0; ///< in a row that found the same turn and cells in its queues
    instant since{};
    bool reported = false;
  };

  void start_worker(worker& w);
  void work(worker& w) noexcept;
  cell* search(worker& w) noexcept;
  cell* steal_rings(worker& w, std::uint64_t* since, std::uint32_t* taken) noexcept;
  cell* steal_slots(worker& w, const std::uint64_t* epochs) noexcept;
  cell* go_to_sleep(worker& w) noexcept;
  bool wake() noexcept;
  void wake_if_nobody_searches() noexcept;
  void more_work_slow(worker& by, std::uint64_t& last_wake) noexcept;

  void monitor() noexcept;
  void look_at_workers(std::vector<watched>& seen, instant now) noexcept;
  bool take_from_stuck(worker& w) noexcept;
  void report_long_handler(const worker& w, duration how_long) noexcept;
  bool everybody_sleeps() const noexcept;
  bool nothing_to_do(bool trimming) noexcept;

  system_core* core_ = nullptr;
  bool asymmetric_ = false;
  turn_limits limits_;
  std::vector<worker*> workers_;     ///< those that may run: the first `running_` do
  std::vector<std::thread> threads_; // touched by start(), the monitor, finish() in this order
  std::thread monitor_;
  blocking_pool blocking_;

  sync::atomic<bool> ending_{false};
  sync::atomic<std::uint32_t> running_{0};
  alignas(64) sync::atomic<std::uint32_t> searching_{0};
  alignas(64) sync::atomic<std::uint32_t> parked_{0};
  alignas(64) sync::atomic<std::uint64_t> looks_{0};
  parker monitor_parker_;
  sync::atomic<std::uint32_t> monitor_idles_{0}; ///< it sleeps until somebody wakes it
  run_ring<cell, worker::ring_cells> hand_over_; ///< the monitor's, for what it takes away
};

} // namespace akt::inline v0::detail
