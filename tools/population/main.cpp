// SPDX-License-Identifier: Apache-2.0
//
// Ten million idle actors, each with a name and rules of its own, in four gibibytes.
#include "akt/akt.hpp"

#include <unistd.h>

#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <string>

namespace {

using u64 = std::uint64_t;

constexpr const char* usage = "usage: akt_population [COUNT]\n"
                              "  COUNT   how many actors, 10000000 unless given\n"
                              "exit status: 0 they fit into 4 GiB, or were not tried; 1 they do "
                              "not fit, or some are missing;\n"
                              "2 bad arguments\n";

constexpr double gibibyte = 1 << 30, room = 4 * gibibyte, free_wanted = 6 * gibibyte;

struct Add {
  u64 n;
};

/// Of 64 bytes, and never told anything.
class Idle {
public:
  explicit Idle(u64 n) : state_{n} {}
  u64 on(Add m) { return state_[0] += m.n; }

private:
  u64 state_[8];
};

double resident() {
  long total = 0, pages = 0;
  if (std::FILE* f = std::fopen("/proc/self/statm", "r")) {
    if (std::fscanf(f, "%ld %ld", &total, &pages) != 2) pages = 0;
    std::fclose(f);
  }
  return static_cast<double>(pages) * static_cast<double>(sysconf(_SC_PAGESIZE));
}

/// What the machine could still give; zero if it does not say.
double available() {
  char line[128];
  double bytes = 0;
  std::FILE* f = std::fopen("/proc/meminfo", "r");
  while (f && std::fgets(line, sizeof line, f))
    if (long kib = 0; std::sscanf(line, "MemAvailable: %ld kB", &kib) == 1)
      bytes = static_cast<double>(kib) * 1024;
  if (f) std::fclose(f);
  return bytes;
}

double seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::string name_of(u64 n) { return "actor-" + std::to_string(n); }

/// Waits until no more than so many have still to start.
void settle(const akt::actor_system& system, u64 left) {
  while (system.fates().in_flight > left) usleep(1000);
}

int populate(u64 count) {
  const double began = seconds();
  akt::actor_system system({.name = "population", .workers = 1});
  auto rules = akt::supervisor().otherwise(akt::directive::restart);
  for (u64 i = 0; i < count; ++i) {
    system.spawn<Idle>(akt::spawn_options{.name = name_of(i), .supervise = rules}, i);
    if (i % 100'000 == 0) settle(system, 100'000);
  }
  settle(system, 0);
  const double bytes = resident(), spawned = seconds();
  const u64 alive = system.actors_alive(), some = count / 2;
  auto found = system.find<Idle>(name_of(some));
  const bool answers = found && found->ask<Add>(1u).get().value_or(0) == some + 1;
  system.stop(akt::now);
  const bool fits = bytes <= room, all = alive == count && answers;
  std::printf(
      "population: %llu idle, named, supervised actors: %.1f B each, %.2f GiB in all, made in "
      "%.0f s, ended in %.0f s%s%s\n",
      static_cast<unsigned long long>(alive), bytes / static_cast<double>(alive), bytes / gibibyte,
      spawned - began, seconds() - spawned, fits ? "" : ": FAILED: more than 4 GiB",
      all ? "" : ": FAILED: somebody is missing or does not answer");
  return fits && all ? 0 : 1;
}

} // namespace

int main(int argc, char** argv) {
  u64 count = 10'000'000;
  if (argc == 2) {
    const char* end = argv[1] + std::strlen(argv[1]);
    auto [stopped, failed] = std::from_chars(argv[1], end, count);
    if (failed != std::errc{} || stopped != end || count == 0) argc = 3;
  }
  if (argc > 2) {
    std::fputs(usage, stderr);
    return 2;
  }
  if (available() < free_wanted) {
    std::printf("population: skipped: %.1f GiB are free, and 6 are wanted\n",
                available() / gibibyte);
    return 0;
  }
  return populate(count);
}
