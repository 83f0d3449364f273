// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support.hpp"

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

/// Units of work a second of an A, which begins with a Tick and says when it has done `n` of them.
template <class A>
double rate_of(u64 n) {
  flag done{false};
  akt::actor_system system(options());
  auto actor = system.spawn<A>(akt::anonymous, n, &done);
  auto from = now_ns();
  actor.template tell<Tick>();
  wait(done);
  return double(n) / double(now_ns() - from) * 1e9;
}

std::span<const row> message_rows() noexcept;
std::span<const row> ask_rows() noexcept;
std::span<const row> memory_rows() noexcept;
std::span<const row> latency_rows() noexcept;
std::span<const row> link_rows() noexcept;
std::span<const row> life_rows() noexcept;

} // namespace bench
