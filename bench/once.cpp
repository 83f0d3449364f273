// SPDX-License-Identifier: Apache-2.0
//
// usage: bench_once PROGRAM [ARGUMENT]...
// Runs a program and then prints `T <seconds> <bytes resident at most>` to the standard output, and
// ends with its exit status. A program of its own because Linux counts the memory of the process
// that starts another as the other's; this one is small.
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <chrono>
#include <cstdio>

extern char** environ;

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  auto began = std::chrono::steady_clock::now();
  pid_t child = 0;
  if (posix_spawnp(&child, argv[1], nullptr, nullptr, argv + 1, environ) != 0) {
    std::perror(argv[1]);
    return 127;
  }
  int status = 0;
  rusage used{};
  if (wait4(child, &status, 0, &used) != child) return 2;
  std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  std::printf("T\t%.6f\t%lld\n", took.count(), static_cast<long long>(used.ru_maxrss) * 1024);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
