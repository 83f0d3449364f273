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

/// Binds the calling thread to the n-th processor that this process may use.
void use_processor(int n);

void list();   ///< fills a list of two million nodes and reads it: list_fill, list_drain
void blocks(); ///< allocates, fills, looks through and frees 64 KiB: blocks
/// 10,000 times a second are due: how late a thread that only reads the clock sees them, p999:
/// late_one; the worst of one on each core: late_all.
void lateness();

} // namespace raw
