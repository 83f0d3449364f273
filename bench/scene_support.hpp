// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support.hpp"

#include <array>
#include <string>

/// The small scenes of the gates. Each runs until its meter has seen the last message. One worker,
/// so that a figure is the same at every run.
namespace gate {

using u64 = std::uint64_t;

/// What a gauge reads on the thread that handles messages.
using reading = std::array<u64, 3>;

/// Reads the gauge at two messages; the figure is the slope between them.
class meter {
public:
  meter(u64 from, u64 to, reading (*read)(), void (*worse)() = nullptr)
      : next_(worse ? 0 : from), from_(from), to_(to), read_(read), worse_(worse) {}

  /// The n-th unit of work is done: a message, an ask, an actor. One comparison, so that what is
  /// measured stays what it is.
  void tick(u64 n) {
    if (n >= next_) reached(n);
  }
  bool done() const { return done_.load(std::memory_order_acquire); }
  void wait() { done_.wait(); }
  u64 last() const { return to_; }

  double slope(std::size_t i) const { return double(after_[i] - before_[i]) / double(to_ - from_); }
  reading before() const { return before_; }
  reading after() const { return after_; }

private:
  [[gnu::noinline, gnu::cold]] void reached(u64 n) {
    if (worse_) worse_();
    if (n == from_) before_ = read_();
    if (n == to_) {
      after_ = read_();
      done_.store(true);
    }
    if (!worse_) next_ = n < to_ ? to_ : ~u64(0);
  }

  u64 next_; ///< nothing to do before this one
  u64 from_, to_;
  reading (*read_)();
  void (*worse_)(); ///< a planted worse handler
  reading before_{}, after_{};
  bench::flag done_{false};
};

struct Num {
  u64 v;
};
struct Tick {};

/// What comes at once comes in so many.
inline constexpr u64 burst = 500;

/// Time that goes a thousandth as fast. A turn ends by time as well, and what follows an early end
/// costs more: with this clock few turns do, however slow or busy the machine is. A worker looks
/// for work as much longer, so it is not for the instructions of a thread, and who would sleep
/// between bursts does not.
class slow_clock final : public akt::clock {
public:
  akt::instant now() noexcept override {
    return akt::instant(akt::system_clock().now().time_since_epoch() / 1000);
  }
  akt::duration wall_now() noexcept override { return akt::system_clock().wall_now(); }
};

inline akt::clock* clock_of_scenes = nullptr; ///< null: the real one

/// For all scenes of this program: before the first one, and where no time is measured.
inline void slow_down_clock() {
  static slow_clock clock;
  clock_of_scenes = &clock;
}

inline akt::system_options one_worker() {
  auto o = bench::options();
  o.workers = 1;
  o.extra_workers = 0;
  o.environment.clock = clock_of_scenes;
  return o;
}

/// Lets the threads of a fresh system come to rest.
inline void settle(const akt::actor_system& system) {
  while (system.fates().in_flight > 0) bench::pause_ms(1);
  bench::pause_ms(20);
}

} // namespace gate
