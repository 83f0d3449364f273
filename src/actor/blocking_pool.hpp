// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/offload.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace akt::inline v0::detail {

/// Threads for offload(): as many as there are jobs that block, up to a bound; then jobs queue.
/// Thread-safe.
class blocking_pool {
public:
  ~blocking_pool() { finish(); }

  /// Takes the job over. False: it ends, or no thread can be had.
  bool submit(blocking_job* job, unsigned threads_max) noexcept;

  /// Waits for the jobs that run, drops those that have not begun, ends the threads.
  void finish() noexcept;

private:
  void work() noexcept;

  std::mutex mutex_; // guards all below
  std::condition_variable more_;
  blocking_job* first_ = nullptr;
  blocking_job* last_ = nullptr;
  unsigned idle_ = 0;   ///< threads that wait; some of them may have been woken for a job
  unsigned queued_ = 0; ///< jobs that no thread has taken
  bool ending_ = false;
  std::vector<std::thread> threads_;
};

} // namespace akt::inline v0::detail
