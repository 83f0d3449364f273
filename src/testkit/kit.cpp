// SPDX-License-Identifier: Apache-2.0
#include "akt/testkit/kit.hpp"

#include <cstdio>
#include <cstdlib>
#include <utility>

namespace akt::inline v0::testkit {
namespace {

[[noreturn]] void print_and_abort(const std::string& what, const char* file, int line) {
  std::fprintf(stderr, "%s:%d: %s\n", file, line, what.c_str());
  std::abort();
}

test_framework around;

system_options named(system_options o) {
  if (o.name == system_options{}.name) o.name = "test";
  return o;
}

} // namespace

test_framework use(const test_framework& framework) noexcept {
  return std::exchange(around, framework);
}
const test_framework& framework_in_use() noexcept { return around; }
void on_failure(failure_handler h) noexcept { around.fail = h; }

void fail(const std::string& what, const char* file, int line) {
  (around.fail ? around.fail : &print_and_abort)(what, file, line);
}

void check(bool holds, std::string_view what, const char* file, int line) {
  if (!holds) fail(std::string(what), file, line);
}

kit::kit(const kit_options& o)
    : seed_(o.seed),
      world_({.seed = o.seed, .policy = o.policy, .time_is_a_choice = o.time_is_a_choice}),
      system_(world_.system(named(o.system).name, named(o.system))) {}

kit::~kit() {
  world_.expect_no_probes();
  settle();
  std::string what;
  auto check = [&](const char* when) {
    if (!world_.conserved(&what))
      fail("a message without a fate " + std::string(when) + ", seed " + std::to_string(seed_) +
               ": " + what,
           __FILE__, __LINE__);
  };
  check("while the system lived");
  system_.stop();
  check("after the system stopped");
  if (system_.fates().in_flight != 0)
    fail("messages in flight in a stopped system, seed " + std::to_string(seed_), __FILE__,
         __LINE__);
}

} // namespace akt::inline v0::testkit
