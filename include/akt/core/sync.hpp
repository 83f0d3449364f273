// SPDX-License-Identifier: Apache-2.0
//
// The one file that names std::atomic, fences, futex, membarrier and thread_local. All other code
// of akt uses the names below, so that the very same headers compile under AKT_MODEL, where every
// operation here becomes a choice point of the schedule explorer (akt/core/model/explorer.hpp).
//
// Build switches, the same for a whole program:
//   AKT_MODEL  1: types of the explorer instead of the machine's. Link without src/core/sync.cpp.
//   AKT_COUNT  1: read-modify-writes and system calls are counted per thread, see counts().
#pragma once

#include <atomic>
#include <cstdint>
#include <type_traits>

#ifndef AKT_MODEL
#define AKT_MODEL 0
#endif
#ifndef AKT_COUNT
#define AKT_COUNT 0
#endif

#if defined(__SANITIZE_THREAD__)
#define AKT_TSAN 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define AKT_TSAN 1
#endif
#endif
#ifndef AKT_TSAN
#define AKT_TSAN 0
#endif

/// A planted bug: `if (!AKT_MUTANT(3)) recheck();`. Constant false in the product; under AKT_MODEL
/// true while the explorer runs mutant 3, which it must catch. Numbers are local to a model file.
#if AKT_MODEL
#define AKT_MUTANT(number) (::akt::sync::model::mutant == (number))
#else
#define AKT_MUTANT(number) false
#endif

namespace akt::inline v0::sync {

/// Memory orders. No operation has a default: each use says what it needs, and a comment at each
/// use other than seq_cst names its partner.
using order = std::memory_order;
inline constexpr order relaxed = std::memory_order_relaxed;
inline constexpr order acquire = std::memory_order_acquire;
inline constexpr order release = std::memory_order_release;
inline constexpr order acq_rel = std::memory_order_acq_rel;
inline constexpr order seq_cst = std::memory_order_seq_cst;

/// What the calling thread did since it started; all zero unless AKT_COUNT or AKT_MODEL is 1.
/// `rmw`: exchanges, attempts of compare_exchange, fetch_*, spin_lock acquisitions.
/// `syscalls`: futex and membarrier calls. Thread-compatible: each thread has its own.
struct op_counts {
  std::uint64_t rmw;
  std::uint64_t syscalls;
};

} // namespace akt::inline v0::sync

#if AKT_MODEL

#include "akt/core/model/atomics.hpp"
#include "akt/core/model/blocking.hpp"
#include "akt/core/model/suite.hpp"

#else

namespace akt::inline v0::sync {

/// One T per thread, zero cost: a single access relative to the thread pointer in an executable.
/// Thread-safe: get() gives each thread its own.
///
/// T must be constant-initialised as `T{}` and trivially destructible; nothing runs at thread start
/// or exit. `Tag` separates variables of the same T. Requires: the reference is not kept across a
/// point where a coroutine may move to another thread. Under AKT_MODEL: one value per fiber.
template <class T, class Tag>
struct per_thread {
  static_assert(std::is_trivially_destructible_v<T>);
  [[gnu::always_inline]] static T& get() noexcept { return value; }

private:
  static inline constinit thread_local T value{};
};

/// The calling thread's counts; a caller may reset them.
[[gnu::always_inline]] inline op_counts& counts() noexcept {
  return per_thread<op_counts, op_counts>::get();
}

namespace detail {
[[gnu::always_inline]] inline void count_rmw() noexcept {
#if AKT_COUNT
  ++counts().rmw;
#endif
}
} // namespace detail

/// A lock-free atomic T of at most a machine word. Thread-safe.
///
/// Differs from std::atomic in that every order is spelled out and nothing converts implicitly.
/// compare_exchange is the strong form. Under AKT_MODEL each operation is a choice point.
template <class T>
class atomic {
  static_assert(std::is_trivially_copyable_v<T>);
  static_assert(std::atomic<T>::is_always_lock_free);

public:
  constexpr atomic() noexcept : value_{T{}} {}
  constexpr atomic(T value) noexcept : value_{value} {}
  atomic(const atomic&) = delete;
  atomic& operator=(const atomic&) = delete;

  [[gnu::always_inline]] T load(order o) const noexcept { return value_.load(o); }
  [[gnu::always_inline]] void store(T value, order o) noexcept { value_.store(value, o); }
  [[gnu::always_inline]] T exchange(T value, order o) noexcept {
    detail::count_rmw();
    return value_.exchange(value, o);
  }
  /// On failure `expected` becomes the value found.
  [[gnu::always_inline]] bool compare_exchange(T& expected, T desired, order success,
                                               order failure) noexcept {
    detail::count_rmw();
    return value_.compare_exchange_strong(expected, desired, success, failure);
  }
  /// May fail although the value is `expected`: for loops only.
  [[gnu::always_inline]] bool compare_exchange_weak(T& expected, T desired, order success,
                                                    order failure) noexcept {
    detail::count_rmw();
    return value_.compare_exchange_weak(expected, desired, success, failure);
  }
  [[gnu::always_inline]] T fetch_add(T n, order o) noexcept
  requires std::is_integral_v<T>
  {
    detail::count_rmw();
    return value_.fetch_add(n, o);
  }
  [[gnu::always_inline]] T fetch_sub(T n, order o) noexcept
  requires std::is_integral_v<T>
  {
    detail::count_rmw();
    return value_.fetch_sub(n, o);
  }
  [[gnu::always_inline]] T fetch_or(T bits, order o) noexcept
  requires std::is_integral_v<T>
  {
    detail::count_rmw();
    return value_.fetch_or(bits, o);
  }
  [[gnu::always_inline]] T fetch_and(T bits, order o) noexcept
  requires std::is_integral_v<T>
  {
    detail::count_rmw();
    return value_.fetch_and(bits, o);
  }

private:
  std::atomic<T> value_;
};

/// Memory that only one thread at a time may touch, as the protocol around it promises; the
/// explorer checks the promise. In production exactly a T: same size, trivial if T is.
///
/// Not thread-safe by itself. A defaulted `plain<T> x;` is as uninitialised as `T x;`.
template <class T>
class plain {
public:
  constexpr plain() noexcept = default;
  constexpr plain(T value) noexcept : value_(value) {}

  [[gnu::always_inline]] constexpr T get() const noexcept { return value_; }
  [[gnu::always_inline]] constexpr void set(T value) noexcept { value_ = value; }

private:
  T value_;
};

/// A 64-bit counter with one writer at a time and any number of readers.
///
/// add() belongs to the owning thread and is no read-modify-write: two concurrent writers lose
/// increments. read() is thread-safe and may lag behind; what the writer did before an add() is
/// visible to whoever has read its sum.
class counter {
public:
  [[gnu::always_inline]] void add(std::uint64_t n) noexcept {
    // relaxed: its own last store. release: pairs with the load in read().
    value_.store(value_.load(relaxed) + n, release);
  }
  /// Pairs with the store in add().
  [[gnu::always_inline]] std::uint64_t read() const noexcept { return value_.load(acquire); }

private:
  atomic<std::uint64_t> value_{0};
};

/// Tells the core that this is a spin loop. In the explorer: lets another fiber run first.
[[gnu::always_inline]] inline void cpu_relax() noexcept {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("isb" ::: "memory"); // `yield` is a no-op on most cores; isb does pause them
#else
#error "akt runs on x86-64 and aarch64"
#endif
}

/// Keeps the compiler from moving memory accesses across; the light half of asymmetric_heavy().
[[gnu::always_inline]] inline void compiler_fence() noexcept {
  std::atomic_signal_fence(std::memory_order_seq_cst);
}

/// A full fence. Protocols prefer seq_cst operations: ThreadSanitizer does not model fences.
[[gnu::always_inline]] inline void fence_seq_cst() noexcept {
#if defined(__SANITIZE_THREAD__) && defined(__x86_64__)
  asm volatile("mfence" ::: "memory"); // g++ refuses the standard fence under ThreadSanitizer
#elif defined(__SANITIZE_THREAD__)
  asm volatile("dmb ish" ::: "memory");
#else
  std::atomic_thread_fence(std::memory_order_seq_cst);
#endif
}

/// True if asymmetric_heavy() works here. Registers the process at the first call, a few
/// microseconds to milliseconds: call it at start. Thread-safe; the answer never changes.
bool asymmetric_available() noexcept;

/// A full fence on every running thread of the process, so that their compiler_fence()s count as
/// full fences. Costs microseconds. Requires: asymmetric_available() returned true; aborts if the
/// kernel refuses, because going on would be a silent loss of ordering. Thread-safe.
void asymmetric_heavy() noexcept;

/// Sleeps while `word` is `expected`, until a futex_wake or for `timeout_ns` (< 0: no limit).
/// False: the time is over. True: anything else, spurious returns included, so callers loop.
bool futex_wait(atomic<std::uint32_t>& word, std::uint32_t expected,
                std::int64_t timeout_ns) noexcept;

/// Wakes at most `count` sleepers of `word`; returns how many. Only the address is used: `word` may
/// already be gone, then a stranger at the same address may wake spuriously.
int futex_wake(atomic<std::uint32_t>& word, int count) noexcept;

/// A lock for a few instructions, and where a slab or a new entry of a table is made for that too;
/// never held across a callback.
/// Thread-safe. Spins about 100 rounds, then offers the core to the holder.
class spin_lock {
public:
  constexpr spin_lock() noexcept = default;
  spin_lock(const spin_lock&) = delete;
  spin_lock& operator=(const spin_lock&) = delete;

  [[gnu::always_inline]] void lock() noexcept {
    if (!try_lock()) lock_slow();
  }
  [[gnu::always_inline]] bool try_lock() noexcept {
    return held_.exchange(1, acquire) == 0; // pairs with the store in unlock()
  }
  [[gnu::always_inline]] void unlock() noexcept {
    held_.store(0, release); // pairs with the exchange in try_lock()
  }

private:
  void lock_slow() noexcept;
  atomic<std::uint32_t> held_{0};
};

/// Holds `lock` for its scope. Bound to the thread (fiber) that made it.
template <class L>
class [[nodiscard]] lock_guard {
public:
  [[gnu::always_inline]] explicit lock_guard(L& lock) noexcept : lock_(lock) { lock_.lock(); }
  [[gnu::always_inline]] ~lock_guard() { lock_.unlock(); }
  lock_guard(const lock_guard&) = delete;
  lock_guard& operator=(const lock_guard&) = delete;

private:
  L& lock_;
};

/// A cheap cycle counter (TSC, or the virtual timer on aarch64), constant rate, not comparable
/// across machines, not a clock: for bounding turns. In the explorer: the step number.
[[gnu::always_inline]] inline std::uint64_t ticks() noexcept {
#if defined(__x86_64__)
  return __builtin_ia32_rdtsc();
#elif defined(__aarch64__)
  std::uint64_t now;
  asm volatile("mrs %0, cntvct_el0" : "=r"(now));
  return now;
#endif
}

} // namespace akt::inline v0::sync

#endif
