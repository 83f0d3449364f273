// SPDX-License-Identifier: Apache-2.0
//
// Checks that rubbish in a variable ends the program with a line and status 2.
#include "variables.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <initializer_list>
#include <string>

namespace {

/// What a program of that variable says before it ends, and how it ends.
struct ending {
  std::string said;
  int status;
};

ending run_with(const char* name, const char* text) {
  int pipe_ends[2];
  if (pipe(pipe_ends) != 0) return {"no pipe", -1};
  const pid_t child = fork();
  if (child == 0) {
    dup2(pipe_ends[1], STDERR_FILENO);
    close(pipe_ends[0]);
    close(pipe_ends[1]);
    setenv(name, text, 1);
    bench::check_variables();
    std::_Exit(0);
  }
  close(pipe_ends[1]);
  ending seen{"", -1};
  char c = 0;
  while (read(pipe_ends[0], &c, 1) == 1) seen.said += c;
  close(pipe_ends[0]);
  int status = 0;
  if (waitpid(child, &status, 0) == child && WIFEXITED(status)) seen.status = WEXITSTATUS(status);
  return seen;
}

bool ends(const char* name, std::initializer_list<const char*> texts, int status) {
  bool good = true;
  for (const char* text : texts) {
    const ending seen = run_with(name, text);
    const bool says_so =
        status == 0 ? seen.said.empty() : seen.said.find(name) != std::string::npos;
    if (seen.status == status && says_so) continue;
    std::fprintf(stderr, "variables: %s='%s': status %d, said '%s'\n", name, text, seen.status,
                 seen.said.c_str());
    good = false;
  }
  return good;
}

} // namespace

int main() {
  for (const char* name : {"WORKERS", "BENCH_SCALE", "BENCH_SECONDS"}) unsetenv(name);
  bool good = ends("WORKERS", {"", "x", "2x", "0", "-1", "1.5", "129", "nan", "inf"}, 2);
  good &= ends("BENCH_SCALE", {"", "x", "1x", "0", "-1", "nan", "inf", "-inf"}, 2);
  good &= ends("BENCH_SECONDS", {"", "x", "1 x", "-1", "nan", "inf", "1e9"}, 2);
  good &= ends("WORKERS", {"1", "128"}, 0);
  good &= ends("BENCH_SCALE", {"1", "0.00005", "1000"}, 0);
  good &= ends("BENCH_SECONDS", {"0", "0.5", "1e-3"}, 0);
  return good ? 0 : 1;
}
