// SPDX-License-Identifier: Apache-2.0
#include "blocking_pool.hpp"

#include "akt/core/assert.hpp"

#include <system_error>

namespace akt::inline v0::detail {

bool blocking_pool::submit(blocking_job* job, unsigned threads_max) noexcept {
  std::lock_guard guard(mutex_);
  if (ending_) return false;
  if (queued_ >= idle_ && threads_.size() < threads_max) {
    try {
      threads_.emplace_back([this] { work(); });
    } catch (const std::exception&) {
      if (threads_.empty()) return false; // else the job waits for one of the others
    }
  }
  job->next = nullptr;
  (last_ ? last_->next : first_) = job;
  last_ = job;
  ++queued_;
  more_.notify_one();
  return true;
}

void blocking_pool::work() noexcept {
  std::unique_lock lock(mutex_);
  for (;;) {
    while (!first_ && !ending_) {
      ++idle_;
      more_.wait(lock);
      --idle_;
    }
    blocking_job* job = first_;
    if (!job) return;
    first_ = job->next;
    if (!first_) last_ = nullptr;
    --queued_;
    lock.unlock();
    job->run(*job);
    lock.lock();
  }
}

void blocking_pool::finish() noexcept {
  for (const auto& t : threads_)
    if (t.get_id() == std::this_thread::get_id())
      assertion_failed("a system is not stopped or destroyed by a call that it has offloaded",
                       __FILE__, __LINE__);
  blocking_job* unstarted = nullptr;
  {
    std::lock_guard guard(mutex_);
    ending_ = true;
    unstarted = first_;
    first_ = last_ = nullptr;
    queued_ = 0;
    more_.notify_all();
  }
  while (blocking_job* job = unstarted) {
    unstarted = job->next;
    job->discard(*job);
  }
  for (auto& t : threads_) t.join();
  threads_.clear();
}

} // namespace akt::inline v0::detail
