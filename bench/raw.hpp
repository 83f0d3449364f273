// SPDX-License-Identifier: Apache-2.0
//
// What bench_raw has in common: one measurement at a time, results as the rows print theirs.
#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>

namespace raw {

inline std::int64_t now_ns() { return std::chrono::steady_clock::now().time_since_epoch().count(); }

inline void result(const char* name, double value, const char* unit) {
  std::printf("R\traw\t%s\t%.6g\t%s\n", name, value, unit);
}

void list();   ///< fills a list of two million nodes and reads it: list_fill, list_drain
void blocks(); ///< allocates, fills, looks through and frees 64 KiB: blocks
/// The longest pause in half a second of a thread that reads the clock: pause_one; of the worst of
/// as many as there are cores: pause_all. Where a host allots processor time, the second is longer.
void pauses();

} // namespace raw
