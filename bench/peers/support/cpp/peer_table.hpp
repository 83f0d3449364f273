// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "peer_rows.hpp"

/// The table of ../../README.md.
namespace peer {

template <class System>
void pingpongs(const char* row, int pairs, u64 limit) {
  System system;
  rate(row, "rt/s", limit, u64(pairs), [&](u64 n) { return pingpong(system, pairs, n); });
}

template <class System>
void fanin(const char* row, int producers, u64 limit) {
  System system;
  rate(row, "msg/s", limit, u64(producers),
       [&](u64 n) { return fan(system, producers, 1, n, 500); });
}

template <class System>
void fanout256() {
  System system;
  rate("fanout256", "msg/s", 60'000, 256, [&](u64 n) { return fan(system, 1, 256, n, 2); });
}

template <class System>
void ring1000() {
  System system;
  rate("ring1000", "hops/s", 10'000'000, 1, [&](u64 n) { return ring(system, 1000, n); });
}

template <class System>
void asks(const char* row, int pairs, u64 limit) {
  System system;
  rate(row, "asks/s", limit, u64(pairs), [&](u64 n) { return ask_inside(system, pairs, n); });
}

template <class System>
void work64() {
  System system;
  rate("work64", "msg/s", 30'000, 64, [&](u64 n) { return work_in_all(system, 64, n); });
}

/// A row whose rounds need no more than n.
template <class System>
void rounds(const char* row, const char* unit, u64 limit, taken (*round)(System&, u64)) {
  System system;
  rate(row, unit, limit, 1, [&](u64 n) { return round(system, n); });
}

/// Runs the rows that the arguments name.
template <class System>
int run_table(const char* peer, std::span<char*> names) {
  constexpr row rows[] = {
      {"pingpong1", [] { pingpongs<System>("pingpong1", 1, 4'000'000); }},
      {"pingpong64", [] { pingpongs<System>("pingpong64", 64, 200'000); }},
      {"fanin1", [] { fanin<System>("fanin1", 1, 20'000'000); }},
      {"fanin4", [] { fanin<System>("fanin4", 4, 4'000'000); }},
      {"fanin64", [] { fanin<System>("fanin64", 64, 250'000); }},
      {"tell_ext", [] { rounds<System>("tell_ext", "msg/s", 8'000'000, from_outside); }},
      {"fanout256", fanout256<System>},
      {"ring1000", ring1000<System>},
      {"spawn", [] { rounds<System>("spawn", "actors/s", 3'000'000, spawn_many); }},
      {"ask_in", [] { asks<System>("ask_in", 1, 4'000'000); }},
      {"ask_in64", [] { asks<System>("ask_in64", 64, 100'000); }},
      {"ask_ext", [] { rounds<System>("ask_ext", "asks/s", 300'000, ask_outside); }},
      {"work64", work64<System>},
      {"payload64k", [] { rounds<System>("payload64k", "msg/s", 200'000, send_blocks); }},
      {"blocked", blocked},
      {"mbox", mbox},
      {"lat_burst", lat_burst},
      {"lat_load", lat_load},
      {"idle_mem", idle_mem},
  };
  return run_rows(peer, names, rows);
}

} // namespace peer
