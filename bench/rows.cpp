// SPDX-License-Identifier: Apache-2.0
//
// usage: bench_rows [row]...
// The rows of the macro benchmark: the work of the reference program, in akt's idiom. The same
// counts, payload (one 64-bit integer), batches (500 sends a turn) and checks.
#include "rows.hpp"

namespace {

bool wanted(int argc, char** argv, const char* name) {
  for (int i = 1; i < argc; ++i)
    if (std::strcmp(argv[i], name) == 0) return true;
  return argc < 2;
}

} // namespace

int main(int argc, char** argv) {
  bench::check_variables();
  bool ran = false;
  for (auto rows :
       {bench::message_rows(), bench::work_rows(), bench::ask_rows(), bench::memory_rows(),
        bench::latency_rows(), bench::link_rows(), bench::life_rows()})
    for (const bench::row& r : rows)
      if (wanted(argc, argv, r.name)) {
        r.run();
        ran = true;
      }
  bench::check(ran, "no such row");
}
