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

/// A system on real threads. At its end it is stopped, and every message has a fate.
class checked_system : public akt::actor_system {
public:
  using actor_system::actor_system;
  ~checked_system() {
    stop();
    // A thread outside may be about to count what it was refused.
    EXPECT_TRUE(quiet()) << fates().in_flight << " in flight of " << fates().sent << " sent";
    EXPECT_EQ(actors_alive(), 0u);
  }

  akt::detail::work_stealing& executor() {
    return static_cast<akt::detail::work_stealing&>(*core().executor);
  }

  /// Waits until nothing is in flight.
  bool quiet() {
    return wait_until([this] { return fates().in_flight == 0; });
  }

  /// Waits until the monitor has looked `n` times more.
  void wait_for_looks(std::uint64_t n) {
    std::uint64_t before = executor().monitor_looks();
    EXPECT_TRUE(wait_until([&] { return executor().monitor_looks() > before + n; }));
  }

  template <class F>
  bool wait_until(F done) {
    auto call = [](void* f) { return (*static_cast<F*>(f))(); };
    return executor().run_until(core(), call, &done, core().clock.now() + patience);
  }

  akt::duration patience = std::chrono::seconds(30);
};

/// For tests of one such system.
class threaded : public testing::Test {
protected:
  akt::detail::work_stealing& executor() { return system.executor(); }
  bool quiet() { return system.quiet(); }
  /// Waits until that is true of the executor.
  bool until(bool (*holds)(akt::detail::work_stealing&)) {
    return system.wait_until([&] { return holds(executor()); });
  }

  static akt::system_options options() {
    akt::system_options o;
    o.name = "threads";
    o.workers = 2;
    return o;
  }

  checked_system system{options()};
};

} // namespace akt_test
