// SPDX-License-Identifier: Apache-2.0
//
// The signals of this process. A handler runs on whatever thread the kernel chooses, a worker
// perhaps, in the middle of anything: it counts, and wakes a thread that blocks all signals and may
// do what it likes. What the handler touches is never gone, however late it runs.
#include "akt/actor/signal_source.hpp"
#include "akt/core/sync.hpp"

#include "system_core.hpp"

#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <iterator>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace akt::inline v0 {
namespace {

constexpr int caught[] = {SIGINT, SIGTERM};

constinit sync::atomic<std::uint32_t> came[2]{}; // of each since the last look
constinit sync::atomic<std::uint32_t> bell{0};   // changes with each signal
static_assert(std::size(caught) == std::size(came));

extern "C" void akt_signal_came(int signal) {
  const int before = errno;
  came[signal == caught[0] ? 0 : 1].fetch_add(1, sync::seq_cst);
  bell.fetch_add(1, sync::seq_cst); // after the count; the watcher looks in the other order
  (void)sync::futex_wake(bell, 1);
  errno = before;
}

class caught_signals final : public signal_source {
public:
  result<unit> listen(signal_listener& listener) noexcept override {
    if (taken_.exchange(true, sync::acq_rel)) // pairs with close()
      return error(errc::rejected, "another run() of this process is under way");
    for (auto& n : came) n.store(0, sync::seq_cst);
    closing_.store(false, sync::seq_cst);
    if (!start(listener)) {
      taken_.store(false, sync::release); // pairs with the exchange above
      return error(errc::over_budget, "no thread to be had");
    }
    std::lock_guard guard(mutex_);
    for (std::size_t i = 0; i < std::size(caught); ++i) catch_signal(i);
    return unit{};
  }

  void give_back() noexcept override {
    std::lock_guard guard(mutex_);
    for (std::size_t i = 0; i < std::size(caught); ++i) {
      struct sigaction now_there;
      if (!std::exchange(is_caught_[i], false)) continue;
      sigaction(caught[i], nullptr, &now_there);
      if (now_there.sa_handler == &akt_signal_came) sigaction(caught[i], &before_[i], nullptr);
    }
  }

  void close() noexcept override {
    give_back();
    closing_.store(true, sync::seq_cst);
    bell.fetch_add(1, sync::seq_cst);
    (void)sync::futex_wake(bell, 1);
    watcher_.join();
    taken_.store(false, sync::release); // pairs with listen()
  }

  void wait(detail::system_core&, bool (*done)(void*), void* what) noexcept override {
    std::unique_lock guard(mutex_);
    while (!done(what)) woken_.wait(guard);
  }
  void wake() noexcept override {
    std::lock_guard guard(mutex_); // whoever has looked in vain sleeps by now
    woken_.notify_all();
  }

private:
  void catch_signal(std::size_t i) noexcept {
    struct sigaction ours = {};
    sigaction(caught[i], nullptr, &before_[i]);
    if (before_[i].sa_handler == SIG_IGN) return;
    ours.sa_handler = &akt_signal_came;
    ours.sa_flags = SA_RESTART; // system calls of others go on
    sigemptyset(&ours.sa_mask);
    sigaction(caught[i], &ours, nullptr);
    is_caught_[i] = true;
  }

  /// False: there is no thread to be had. The watcher blocks all signals, so that none interrupts
  /// it while it holds a lock that a body holds too.
  bool start(signal_listener& listener) noexcept {
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool started = true;
    try {
      watcher_ = std::thread([this, &listener] { watch(listener); });
    } catch (const std::system_error&) {
      started = false;
    }
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return started;
  }

  void watch(signal_listener& listener) noexcept {
    for (;;) {
      const std::uint32_t seen = bell.load(sync::seq_cst); // before the look
      for (std::size_t i = 0; i < std::size(caught); ++i)
        for (std::uint32_t n = came[i].exchange(0, sync::seq_cst); n > 0; --n)
          listener.signalled(caught[i]);
      if (closing_.load(sync::seq_cst)) return;
      (void)sync::futex_wait(bell, seen, -1);
    }
  }

  sync::atomic<bool> taken_{false}, closing_{false};
  std::thread watcher_;
  std::mutex mutex_; // guards before_, is_caught_; and looks of wait()
  std::condition_variable woken_;
  struct sigaction before_[std::size(caught)];
  bool is_caught_[std::size(caught)] = {};
};

} // namespace

signal_source& process_signals() {
  static caught_signals& instance = *new caught_signals; // outlives systems in statics
  return instance;
}

} // namespace akt::inline v0
