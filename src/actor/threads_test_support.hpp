// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/akt.hpp"

#include "system_core.hpp"
#include "work_stealing.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <thread>

namespace akt_test {

/// Waits until the monitor of a system on real threads has looked `n` times more.
inline void wait_for_looks(akt::actor_system& system, std::uint64_t n) {
  auto& executor = static_cast<akt::detail::work_stealing&>(*system.core().executor);
  std::pair<akt::detail::work_stealing*, std::uint64_t> until(&executor,
                                                              executor.monitor_looks() + n);
  auto looked = [](void* p) {
    auto* u = static_cast<std::pair<akt::detail::work_stealing*, std::uint64_t>*>(p);
    return u->first->monitor_looks() > u->second;
  };
  EXPECT_TRUE(executor.run_until(system.core(), looked, &until,
                                 system.core().clock.now() + std::chrono::seconds(30)));
}

/// A system on real threads. At the end of the test it is stopped, and every message has a fate.
class threaded : public testing::Test {
protected:
  void TearDown() override {
    system.stop();
    auto report = system.fates();
    EXPECT_EQ(report.in_flight, 0u) << "sent " << report.sent;
    EXPECT_EQ(system.actors_alive(), 0u);
  }

  akt::detail::work_stealing& executor() {
    return static_cast<akt::detail::work_stealing&>(*system.core().executor);
  }

  /// Waits until nothing is in flight.
  bool quiet() {
    auto done = [](void* s) { return static_cast<akt::actor_system*>(s)->fates().in_flight == 0; };
    auto deadline = system.core().clock.now() + std::chrono::seconds(60);
    return executor().run_until(system.core(), done, &system, deadline);
  }

  /// Waits until that is true of the executor.
  bool until(bool (*holds)(akt::detail::work_stealing&)) {
    std::pair<akt::detail::work_stealing*, bool (*)(akt::detail::work_stealing&)> what(&executor(),
                                                                                       holds);
    auto look = [](void* p) {
      auto* w = static_cast<decltype(what)*>(p);
      return w->second(*w->first);
    };
    auto deadline = system.core().clock.now() + std::chrono::seconds(60);
    return executor().run_until(system.core(), look, &what, deadline);
  }

  static akt::system_options options() {
    akt::system_options o;
    o.name = "threads";
    o.workers = 2;
    return o;
  }

  akt::actor_system system{options()};
};

} // namespace akt_test
