// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "peer_support.hpp"

#include <so_5/all.hpp>

#include <utility>
#include <vector>

namespace peer {

// The messages of several rows.
struct number {
  u64 v;
};
struct tick final : so_5::signal_t {};
struct meet {
  so_5::mbox_t peer;
};

/// An environment and its pool of threads.
class running_system {
public:
  explicit running_system(unsigned threads = workers())
      : env_(so_5::wrapped_env_t::wait_init_completion, [](so_5::environment_t&) {}),
        pool_(so_5::disp::thread_pool::make_dispatcher(env_.environment(), "workers",
                                                       parameters(threads))) {}

  so_5::environment_t& env() { return env_.environment(); }

  /// Puts each agent on its own queue of the pool.
  so_5::disp_binder_shptr_t binder() const {
    return pool_.binder([](so_5::disp::thread_pool::bind_params_t& params) {
      params.fifo(so_5::disp::thread_pool::fifo_t::individual).max_demands_at_once(200);
    });
  }

private:
  /// With a single agent in the queue no second thread is woken: handlers are short.
  static so_5::disp::thread_pool::disp_params_t parameters(unsigned threads) {
    return so_5::disp::thread_pool::disp_params_t{}.thread_count(threads).tune_queue_params(
        [](auto& queue) { queue.next_thread_wakeup_threshold(1); });
  }

  so_5::wrapped_env_t env_;
  so_5::disp::thread_pool::dispatcher_handle_t pool_;
};

/// The agents of one round: a cooperation, which ends with this object.
class agents {
public:
  /// `make` adds agents to the cooperation that it gets.
  template <class Make>
  agents(running_system& system, Make make) : system_(system) {
    system.env().introduce_coop(system.binder(), [&](so_5::coop_t& coop) {
      coop_ = coop.handle();
      make(coop);
    });
  }
  agents(const agents&) = delete;
  agents& operator=(const agents&) = delete;
  ~agents() { system_.env().deregister_coop(coop_, so_5::dereg_reason::normal); }

private:
  running_system& system_;
  so_5::coop_handle_t coop_;
};

/// Makes an agent; what others send to.
template <class Agent, class... Args>
so_5::mbox_t make(so_5::coop_t& coop, Args&&... args) {
  return coop.make_agent<Agent>(std::forward<Args>(args)...)->so_direct_mbox();
}

} // namespace peer
