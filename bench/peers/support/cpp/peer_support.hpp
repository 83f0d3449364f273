// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <latch>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

/// What every C++ peer needs: the variables, the result lines, rounds that grow, checks.
namespace peer {

using u64 = std::uint64_t;

// ---- Variables

inline double variable(const char* name, double otherwise) {
  const char* text = std::getenv(name);
  return text ? std::atof(text) : otherwise;
}

inline unsigned workers() { return static_cast<unsigned>(std::max(1.0, variable("WORKERS", 2))); }
inline double bench_seconds() { return variable("BENCH_SECONDS", 0.5); }
inline u64 scaled(double n) {
  return static_cast<u64>(std::max(1.0, n * variable("BENCH_SCALE", 1)));
}

// ---- Result lines, and the end of a program whose result is wrong

inline const char* name_of_peer = "?"; // set by run_rows()

inline void report(const std::string& row, double value, const char* unit) {
  std::printf("R\t%s\t%s\t%.6g\t%s\n", name_of_peer, row.c_str(), value, unit);
  std::fflush(stdout);
}

/// Ends the program from any thread, without destructors: actors may still run.
[[noreturn]] inline void fail(const std::string& why) {
  std::fprintf(stderr, "%s: %s\n", name_of_peer, why.c_str());
  std::_Exit(1);
}

inline void check(const char* what, u64 got, u64 wanted) {
  if (got != wanted) [[unlikely]]
    fail(std::string(what) + ": " + std::to_string(got) + " instead of " + std::to_string(wanted));
}

/// 0 + 1 + ... + (n - 1)
constexpr u64 sum_below(u64 n) { return n % 2 == 0 ? n / 2 * (n - 1) : (n - 1) / 2 * n; }

// ---- Time and memory

inline u64 now_ns() {
  return static_cast<u64>(std::chrono::steady_clock::now().time_since_epoch().count());
}

inline void pause_ms(int ms) { std::this_thread::sleep_for(std::chrono::milliseconds(ms)); }

/// Seconds of processor time of all threads.
inline double cpu_seconds() {
  rusage use{};
  getrusage(RUSAGE_SELF, &use);
  auto seconds = [](const timeval& t) { return double(t.tv_sec) + double(t.tv_usec) / 1e6; };
  return seconds(use.ru_utime) + seconds(use.ru_stime);
}

inline double resident_bytes() {
  long total = 0, resident = 0;
  if (std::FILE* f = std::fopen("/proc/self/statm", "r")) {
    if (std::fscanf(f, "%ld %ld", &total, &resident) != 2) resident = 0;
    std::fclose(f);
  }
  return double(resident) * double(sysconf(_SC_PAGESIZE));
}

/// What a round took.
struct taken {
  double seconds, cpu;
};

class stopwatch {
public:
  taken read() const { return {double(now_ns() - from_) / 1e9, cpu_seconds() - cpu_}; }

private:
  double cpu_ = cpu_seconds();
  u64 from_ = now_ns();
};

// ---- Rounds

/// Runs round(n), which returns what its work took, with growing n, and reports the last one.
/// `per_n` units of work belong to each of the n.
template <class Round>
void rate(const std::string& row, const char* unit, u64 limit, u64 per_n, Round round) {
  u64 n = std::min<u64>(1000, limit);
  taken t = round(n);
  while (t.seconds < bench_seconds() && n < limit) {
    double factor = std::clamp(1.2 * bench_seconds() / std::max(t.seconds, 1e-9), 2.0, 10.0);
    n = std::min(limit, static_cast<u64>(double(n) * factor));
    t = round(n);
  }
  double units = double(n) * double(per_n);
  report(row, units / t.seconds, unit);
  report(row + "_cpu", t.cpu / units * 1e6, "s/M");
}

/// Keeps the compiler from dropping a computation.
template <class T>
void keep(const T& value) {
  asm volatile("" : : "r,m"(value) : "memory");
}

/// One message of row work64: about a microsecond of arithmetic.
inline u64 work(u64 a) {
  for (int i = 0; i < 500; ++i) a = (a ^ (a >> 33)) * 6364136223846793005u + 1;
  keep(a);
  return a;
}

// ---- main()

struct row {
  std::string_view name;
  void (*run)();
};

/// Ends the program when it has not ended after a minute.
inline void watch() {
  std::thread([] {
    std::this_thread::sleep_for(std::chrono::seconds(60));
    fail("not done within a minute");
  }).detach();
}

/// Runs the rows that the arguments name.
inline int run_rows(const char* peer, std::span<char*> names, std::span<const row> rows) {
  name_of_peer = peer;
  watch();
  for (std::string_view name : names) {
    auto found = std::find_if(rows.begin(), rows.end(), [&](auto& r) { return r.name == name; });
    if (found == rows.end()) fail("no row " + std::string(name));
    found->run();
  }
  return 0;
}

} // namespace peer
