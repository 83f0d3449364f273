// SPDX-License-Identifier: Apache-2.0
#include "akt/core/sync.hpp"

#include <linux/futex.h>
#include <linux/membarrier.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <ctime>

namespace akt::inline v0::sync {

namespace {

void count_syscall() noexcept {
#if AKT_COUNT
  ++counts().syscalls;
#endif
}

long membarrier(int command) noexcept {
  count_syscall();
  return ::syscall(SYS_membarrier, command, 0, 0);
}

long futex(atomic<std::uint32_t>& word, int op, std::uint32_t value,
           const std::timespec* timeout) noexcept {
  static_assert(sizeof word == sizeof(std::uint32_t));
  count_syscall();
  return ::syscall(SYS_futex, &word, op | FUTEX_PRIVATE_FLAG, value, timeout, nullptr, 0);
}

// Registering twice is harmless, so threads that meet here need no lock.
bool register_membarrier() noexcept {
  const long commands = membarrier(MEMBARRIER_CMD_QUERY);
  return commands > 0 && (commands & MEMBARRIER_CMD_PRIVATE_EXPEDITED) != 0 &&
         membarrier(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED) == 0;
}

enum class answer : int { unknown, yes, no };
constinit atomic<answer> membarrier_works{answer::unknown};

} // namespace

bool asymmetric_available() noexcept {
#if AKT_TSAN
  return false; // ThreadSanitizer does not know of membarrier and would see races
#endif
  // membarrier_works is relaxed: the answer publishes nothing but itself.
  answer a = membarrier_works.load(relaxed);
  if (a == answer::unknown) {
    a = register_membarrier() ? answer::yes : answer::no;
    membarrier_works.store(a, relaxed);
  }
  return a == answer::yes;
}

void asymmetric_heavy() noexcept {
  if (membarrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED) != 0) std::abort();
}

bool futex_wait(atomic<std::uint32_t>& word, std::uint32_t expected,
                std::int64_t timeout_ns) noexcept {
  constexpr std::int64_t second = 1'000'000'000;
  std::timespec limit{};
  if (timeout_ns >= 0) {
    limit.tv_sec = static_cast<std::time_t>(timeout_ns / second);
    limit.tv_nsec = static_cast<long>(timeout_ns % second);
  }
  const long r = futex(word, FUTEX_WAIT, expected, timeout_ns >= 0 ? &limit : nullptr);
  return r == 0 || errno != ETIMEDOUT;
}

int futex_wake(atomic<std::uint32_t>& word, int count) noexcept {
  const long woken = futex(word, FUTEX_WAKE, static_cast<std::uint32_t>(count), nullptr);
  return woken > 0 ? static_cast<int>(woken) : 0;
}

void spin_lock::lock_slow() noexcept {
  for (;;) {
    for (int round = 0; round < 100; ++round) {
      cpu_relax();
      // Relaxed: a look only; try_lock() acquires.
      if (held_.load(relaxed) == 0 && try_lock()) return;
    }
    ::sched_yield(); // the holder may be preempted, on this very core
  }
}

} // namespace akt::inline v0::sync
