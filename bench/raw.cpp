// SPDX-License-Identifier: Apache-2.0
//
// What the machine itself can do, beside the rows: a bare multi-producer queue without actors, a
// cache line that goes back and forth between two cores, memory, and how late it is.
#include "raw.hpp"

#include <pthread.h>
#include <sched.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <thread>

namespace {

using raw::now_ns;
using raw::result;
using raw::use_processor;

struct alignas(64) node {
  node* next;
  std::uint64_t value;
};

/// Pushes 64 nodes one by one, takes all of them with one exchange, turns them round, reads them.
double burst_per_second() {
  constexpr std::size_t burst = 64;
  constexpr std::uint64_t rounds = 200'000;
  static std::array<node, burst> nodes;
  std::atomic<node*> head{nullptr};
  std::uint64_t sum = 0;
  auto from = now_ns();
  for (std::uint64_t r = 0; r < rounds; ++r) {
    for (node& n : nodes) {
      n.value = r;
      n.next = head.load(std::memory_order_relaxed);
      while (!head.compare_exchange_weak(n.next, &n, std::memory_order_acq_rel)) {}
    }
    node* in_order = nullptr;
    for (node* n = head.exchange(nullptr, std::memory_order_acquire); n;) {
      node* next = n->next;
      n->next = in_order;
      in_order = n;
      n = next;
    }
    for (node* n = in_order; n; n = n->next) sum += n->value;
  }
  auto took = now_ns() - from;
  if (sum != burst * (rounds * (rounds - 1) / 2)) std::abort();
  return double(burst * rounds) / double(took) * 1e9;
}

void line_round_trip() {
  constexpr std::uint32_t trips = 200'000;
  alignas(64) std::atomic<std::uint32_t> ball{0};
  auto play = [&](std::uint32_t parity) {
    for (std::uint32_t turn = parity; turn < 2 * trips; turn += 2) {
      while (ball.load(std::memory_order_acquire) != turn) {}
      ball.store(turn + 1, std::memory_order_release);
    }
  };
  std::thread other([&] {
    use_processor(1);
    play(1);
  });
  std::thread one([&] {
    use_processor(0);
    auto from = now_ns();
    play(0);
    while (ball.load(std::memory_order_acquire) != 2 * trips) {}
    result("line_rtt", double(now_ns() - from) / trips, "ns");
  });
  one.join();
  other.join();
}

} // namespace

void raw::use_processor(int n) {
  cpu_set_t allowed, one;
  sched_getaffinity(0, sizeof allowed, &allowed);
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
    if (!CPU_ISSET(cpu, &allowed) || n-- > 0) continue;
    CPU_ZERO(&one);
    CPU_SET(cpu, &one);
    pthread_setaffinity_np(pthread_self(), sizeof one, &one);
    return;
  }
}

int main() {
  result("mpsc_burst", burst_per_second(), "msg/s");
  if (std::thread::hardware_concurrency() > 1) line_round_trip();
  raw::list();
  raw::blocks();
  raw::lateness();
}
