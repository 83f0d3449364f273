// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rounds.hpp"

#include <span>

namespace bench {

using u64 = std::uint64_t;

struct Num {
  u64 v;
};
struct Tick {};

/// A row of the macro benchmark: prints its result lines.
struct row {
  const char* name;
  void (*run)();
};

/// A round of an A, which begins with a Tick and says when it has done `n` units of work.
template <class A>
round_time round_of(akt::actor_system& system, u64 n) {
  flag done{false};
  auto actor = system.spawn<A>(akt::anonymous, n, &done);
  stopwatch watch;
  actor.template tell<Tick>();
  wait(done);
  return watch.elapsed();
}

std::span<const row> message_rows() noexcept;
std::span<const row> work_rows() noexcept;
std::span<const row> ask_rows() noexcept;
std::span<const row> memory_rows() noexcept;
std::span<const row> latency_rows() noexcept;
std::span<const row> link_rows() noexcept;
std::span<const row> life_rows() noexcept;

} // namespace bench
