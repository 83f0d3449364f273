// SPDX-License-Identifier: Apache-2.0
//
// Runs random programs: many seeds in a row, or one failure again.
#include "../../src/testkit/program_run.hpp"

#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstring>

namespace {

constexpr const char* usage =
    "usage: akt_soak [--seed N] [--seeds COUNT] [--operations COUNT]\n"
    "  --seed N           the first seed, 1 unless given\n"
    "  --seeds COUNT      how many seeds, from N on, 10000 unless given\n"
    "  --operations COUNT of each program, 60 unless given\n"
    "exit status: 0 every check held, 1 a check failed, 2 bad arguments\n";

struct arguments {
  std::uint64_t seed = 1, seeds = 10'000, operations = akt::sim::program_operations;
};

int bad(const std::string& what) {
  std::fprintf(stderr, "akt_soak: %s\n%s", what.c_str(), usage);
  return 2;
}

/// 0, or what to exit with.
int read_arguments(int argc, char** argv, arguments& out) {
  for (int i = 1; i < argc; ++i) {
    std::string_view name = argv[i];
    std::uint64_t* value = name == "--seed"         ? &out.seed
                           : name == "--seeds"      ? &out.seeds
                           : name == "--operations" ? &out.operations
                                                    : nullptr;
    if (!value) return bad("unknown argument '" + std::string(name) + "'");
    const char* text = ++i < argc ? argv[i] : "";
    const char* end = text + std::strlen(text);
    auto [stopped, failed] = std::from_chars(text, end, *value);
    if (failed != std::errc{} || stopped != end || *value == 0)
      return bad(std::string(name) + " needs a number above 0, not '" + text + "'");
  }
  return 0;
}

char last_words[160]; // of a process that an assertion ends

void say_last_words(int) { std::fputs(last_words, stderr); }

void expect_the_worst(std::uint64_t seed) {
  std::snprintf(last_words, sizeof last_words,
                "soak: seed %llu ended the process\n"
                "run it again: ./dev soak programs --seed %llu --seeds 1\n",
                static_cast<unsigned long long>(seed), static_cast<unsigned long long>(seed));
}

void show_progress(std::uint64_t done, std::uint64_t of) {
  std::fprintf(stderr, "soak: %llu of %llu programs\n", static_cast<unsigned long long>(done),
               static_cast<unsigned long long>(of));
}

} // namespace

int main(int argc, char** argv) {
  arguments args;
  if (int status = read_arguments(argc, argv, args)) return status;
  std::signal(SIGABRT, &say_last_words);
  akt::sim::program_result sum;
  for (std::uint64_t done = 0; done < args.seeds; ++done) {
    const std::uint64_t seed = args.seed + done;
    if (done > 0 && done % 500 == 0) show_progress(done, args.seeds);
    expect_the_worst(seed);
    auto run = akt::sim::run_seed(seed, static_cast<std::size_t>(args.operations));
    if (!run) {
      std::printf("soak: seed %llu FAILED: %s\n", static_cast<unsigned long long>(seed),
                  run.failure.c_str());
      return 1;
    }
    sum += run;
  }
  std::printf("soak: %llu programs: %s: every check held\n",
              static_cast<unsigned long long>(args.seeds), describe(sum).c_str());
  return 0;
}
