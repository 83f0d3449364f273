// SPDX-License-Identifier: Apache-2.0
//
// usage: gate_wakes [planted]
// How often threads of a system wake that has nothing to do, though alarms are armed.
#include "scenes.hpp"

#include <filesystem>
#include <fstream>
#include <thread>

namespace {

class Dozer {
public:
  akt::task<> on(gate::Tick, akt::context<Dozer>& ctx) {
    co_await ctx.sleep(std::chrono::hours(1));
  }
};

/// Of all threads of this process so far: each ends in the kernel's count of its voluntary
/// switches.
std::uint64_t wakes() {
  std::uint64_t sum = 0;
  for (const auto& thread : std::filesystem::directory_iterator("/proc/self/task")) {
    std::ifstream status(thread.path() / "status");
    std::string word;
    while (status >> word)
      if (word == "voluntary_ctxt_switches:") {
        std::uint64_t n = 0;
        status >> n;
        sum += n;
      }
  }
  return sum;
}

} // namespace

int main(int argc, char**) {
  akt::system_options options;
  options.name = "idle";
  options.workers = 4;
  akt::actor_system system(options);
  for (int i = 0; i < 100; ++i) system.spawn<Dozer>(akt::anonymous).tell<gate::Tick>();
  constexpr int milliseconds = 2000;
  bench::pause_ms(milliseconds); // until it is quiet
  std::uint64_t before = wakes();
  for (int i = 0; i < (argc > 1 ? milliseconds / 10 : 1); ++i)
    bench::pause_ms(argc > 1 ? 10 : milliseconds);
  gate::figure("idle_wakes", double(wakes() - before) * 1000 / milliseconds);
  system.stop(akt::now);
  return 0;
}
