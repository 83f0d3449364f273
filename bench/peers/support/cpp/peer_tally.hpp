// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "peer_support.hpp"

/// What actors count, and what the main thread waits for.
namespace peer {

/// The numbers that one actor gets: when `count` have come, their sum must be `sum`.
class tally {
public:
  tally(const char* what, u64 count, u64 sum, std::latch* done)
      : what_(what), left_(count), wanted_(sum), done_(done) {}

  void add(u64 v) {
    sum_ += v;
    if (--left_ == 0) finish();
  }

private:
  void finish() {
    check(what_, sum_, wanted_);
    done_->count_down();
  }

  const char* what_;
  u64 left_, wanted_, sum_ = 0;
  std::latch* done_;
};

/// Fills the mailbox of an actor that is held at the gate, then lets it go.
template <class Send>
void fill_and_drain(u64 n, std::latch& gate, std::latch& done, Send send) {
  stopwatch filling;
  for (u64 i = 0; i < n; ++i) send(i);
  double filled = filling.read().seconds;
  stopwatch draining;
  gate.count_down();
  done.wait();
  double drained = draining.read().seconds;
  report("mbox_enqueue", double(n) / filled, "msg/s");
  report("mbox_drain", double(n) / drained, "msg/s");
}

/// What the two players of row blocked share.
class match {
public:
  /// Of the hit with number `v`, which is a player's own number `hit`; false: no more.
  bool goes_on(u64 v, u64 hit) {
    check("blocked, ping-pong", v, 2 * hit + v % 2);
    if (v % 2 == 0) round_trips_.fetch_add(1, std::memory_order_relaxed);
    if (!over_.load(std::memory_order_relaxed)) return true;
    done_.count_down();
    return false;
  }

  /// From `begin`, which sends all, until `blocks` is at zero.
  template <class Begin>
  void measure(std::latch& blocks, Begin begin) {
    pause_ms(20);
    stopwatch watch;
    begin();
    blocks.wait();
    double seconds = watch.read().seconds;
    u64 round_trips = round_trips_.load();
    over_ = true;
    done_.wait();
    report("blocked_pingpong", double(round_trips) / seconds, "rt/s");
    report("blocked_time", seconds * 1e3, "ms");
  }

private:
  std::atomic<u64> round_trips_{0};
  std::atomic<bool> over_{false};
  std::latch done_{1};
};

inline constexpr u64 blocks_each = 25;
inline constexpr std::size_t block_size = 65'536, block_step = 4'096;

/// One byte in every 4,096.
template <class Bytes>
u64 sum_of_block(const Bytes& bytes) {
  u64 sum = 0;
  for (std::size_t i = 0; i < bytes.size(); i += block_step)
    sum += static_cast<unsigned char>(bytes[i]);
  return sum;
}

/// What the first n blocks must add up to.
inline u64 sum_of_blocks(u64 n) {
  return (n / 256 * sum_below(256) + sum_below(n % 256)) * (block_size / block_step);
}

/// What row work64 makes of 1.
inline u64 worked(u64 n) {
  u64 a = 1;
  for (u64 i = 0; i < n; ++i) a = work(a);
  return a;
}

} // namespace peer
