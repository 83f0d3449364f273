// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/offload.hpp"
#include "akt/remote/endpoint.hpp"

#include "interception.hpp"

namespace akt::inline v0::sim {

/// What a node asks of its world.
class simulated_time {
public:
  virtual ~simulated_time() = default;

  virtual instant now() noexcept = 0;
  virtual void wait(akt::detail::external_waiter&, instant deadline) noexcept = 0;
  virtual bool run_until(bool (*done)(void*), void* what, instant deadline) noexcept = 0;
  /// Nothing is left to choose but that time passes.
  virtual bool rests() noexcept = 0;
};

/// A system in a world: its executor and its clock. Bound to the world's thread.
class node final : public akt::executor, public akt::clock {
public:
  node(simulated_time& world, std::uint32_t number, std::uint64_t seed, system_options options,
       trace_hash& trace);
  ~node() override;

  std::string_view name() const noexcept { return system->name(); }
  remote::endpoint& endpoint();

  /// Moves cells from the queues of the worker to `ready`.
  void collect();
  void run(akt::detail::cell& c, std::uint32_t messages_max);
  /// The next moment at which something is due here.
  instant next_alarm() const noexcept;
  /// Whatever is due until now.
  void ring(instant now);

  /// Messages that lie in mailboxes and frames just now, or are delayed, counted one by one.
  std::uint64_t in_flight() const;

  instant now() noexcept override { return world_.now(); }
  duration wall_now() noexcept override;

  void start(akt::detail::system_core&) override;
  void finish(akt::detail::system_core&) noexcept override;
  bool runs_here_only() const noexcept override { return true; }
  void injected(akt::detail::system_core&) noexcept override {}
  void wait(akt::detail::system_core&, akt::detail::external_waiter& w,
            instant deadline) noexcept override {
    world_.wait(w, deadline);
  }
  bool run_until(akt::detail::system_core&, bool (*done)(void*), void* what,
                 instant deadline) noexcept override {
    return world_.run_until(done, what, deadline);
  }
  bool rests(akt::detail::system_core&) noexcept override { return world_.rests(); }
  bool submit_blocking(akt::detail::system_core&,
                       akt::detail::blocking_job* job) noexcept override {
    jobs.push_back({job, next_job_++});
    return true;
  }

  /// A blocking call that has not begun, by a number that is its own.
  struct numbered_job {
    akt::detail::blocking_job* job;
    std::uint32_t number;
  };

  const std::uint32_t number;
  sim::interception interception;
  std::vector<akt::detail::cell*> ready; // in the order in which they became ready
  std::vector<numbered_job> jobs;
  std::size_t listed_cells = 0; // so many of ready are among the world's choices
  std::size_t listed_jobs = 0;  // and so many of jobs
  bool list_anew = false;       // ready and jobs were emptied meanwhile
  akt::detail::system_core* core = nullptr;
  std::unique_ptr<actor_system> system;

private:
  simulated_time& world_;
  random_stream ids_;
  trace_hash& trace_;
  std::uint32_t next_job_ = 0;
  std::unique_ptr<remote::endpoint> endpoint_;
};

} // namespace akt::inline v0::sim
