// SPDX-License-Identifier: Apache-2.0
//
// What waits for another fiber, as the explorer's: futexes and spin locks of akt/core/sync.hpp.
// Included by it, with AKT_MODEL by nothing else.
#pragma once

#include "akt/core/sync.hpp"

#if AKT_MODEL

#include "akt/core/model/atomics.hpp"
#include "akt/core/model/suite.hpp"

namespace akt::inline v0::sync {

inline bool futex_wait(atomic<std::uint32_t>& word, std::uint32_t expected, std::int64_t timeout_ns,
                       model::site where = model::site::current()) noexcept {
  model::explorer& e = model::explorer::get();
  ++counts().syscalls;
  // The load is the choice point; the kernel compares and queues in one step.
  if (word.load(relaxed, where) != expected || e.spurious()) return true;
  const bool woken = e.block(&word, "futex_wait", timeout_ns >= 0, where);
  if (e.tracing()) e.trace(woken ? "futex woken" : "futex timed out", &word, 0, where);
  return woken;
}

inline int futex_wake(atomic<std::uint32_t>& word, int count,
                      model::site where = model::site::current()) noexcept {
  model::explorer& e = model::explorer::get();
  ++counts().syscalls;
  e.point(where);
  e.settle();
  const int woken = e.wake(&word, count);
  if (e.tracing()) e.trace("futex wake", &word, static_cast<std::uint64_t>(woken), where);
  return woken;
}

/// Blocks instead of spinning, so that a scene with locks stays small.
class spin_lock {
  using site = model::site;

public:
  constexpr spin_lock() noexcept = default;
  spin_lock(const spin_lock&) = delete;
  spin_lock& operator=(const spin_lock&) = delete;

  void lock(site where = site::current()) noexcept {
    model::explorer& e = model::explorer::get();
    e.point(where);
    e.settle();
    while (held_) e.block(this, "spin_lock", false, where);
    take("lock", where);
  }
  bool try_lock(site where = site::current()) noexcept {
    model::explorer::get().point(where);
    model::explorer::get().settle();
    if (held_) return false;
    take("try_lock", where);
    return true;
  }
  void unlock(site where = site::current()) noexcept {
    model::explorer& e = model::explorer::get();
    e.point(where);
    model::expect(held_, "unlock of a spin_lock that nobody holds");
    if (e.tracing()) e.trace("unlock", this, 0, where);
    if (model::fiber* f = e.current(); f != nullptr && !f->late.empty()) {
      f->late.push_back([this, known = clock_.prepare_late(sync::release)] {
        clock_.store_late(known);
        let_go();
      });
      return;
    }
    clock_.store(sync::release);
    let_go();
  }

private:
  void let_go() {
    held_ = false;
    model::explorer::get().memory_changed();
    model::explorer::get().wake(this, model::max_fibers);
  }
  void take(const char* operation, const site& where) {
    model::explorer& e = model::explorer::get();
    ++counts().rmw;
    clock_.modify(sync::acquire);
    held_ = true;
    e.memory_changed();
    if (e.tracing()) e.trace(operation, this, 1, where);
  }

  bool held_ = false;
  model::location clock_;
};

template <class L>
class [[nodiscard]] lock_guard {
  using site = model::site;

public:
  explicit lock_guard(L& lock, site where = site::current()) noexcept : lock_(lock), at_(where) {
    lock_.lock(at_);
  }
  ~lock_guard() { lock_.unlock(at_); }
  lock_guard(const lock_guard&) = delete;
  lock_guard& operator=(const lock_guard&) = delete;

private:
  L& lock_;
  site at_;
};

} // namespace akt::inline v0::sync

#endif
