// SPDX-License-Identifier: Apache-2.0
//
// How systems are made and refused.
#include "akt/actor/try_make_system.hpp"

#include "test_support.hpp"

#include <system_error>

namespace actor_system_test {

using namespace actor_test;

akt::error error_with(akt::system_options options) {
  auto made = akt::try_make_system(std::move(options));
  EXPECT_FALSE(made);
  return made ? akt::error(akt::errc::unknown) : made.error();
}

// NAME_01
TEST(systems, with_an_invalid_name_are_refused) {
  for (const char* bad : {"", "$omeName@", "a.b", "-a", "a b"}) {
    EXPECT_EQ(error_with({.name = bad}), akt::errc::invalid_name) << bad;
    EXPECT_THROW(akt::actor_system{std::string_view(bad)}, akt::bad_result) << bad;
  }
  EXPECT_EQ(error_with({.name = std::string(256, 'a')}), akt::errc::invalid_name);
}

TEST(systems, with_options_out_of_range_are_refused) {
  EXPECT_EQ(error_with({.workers = 129}), akt::errc::invalid_argument);
  EXPECT_EQ(error_with({.extra_workers = 65}), akt::errc::invalid_argument);
  EXPECT_EQ(error_with({.spin = akt::duration(-1)}), akt::errc::invalid_argument);
  EXPECT_EQ(error_with({.spin = 1s + akt::duration(1)}), akt::errc::invalid_argument);
  EXPECT_EQ(error_with({.spin_max = akt::duration(-1)}), akt::errc::invalid_argument);
  EXPECT_EQ(error_with({.spin_max = 1s + akt::duration(1)}), akt::errc::invalid_argument);
  EXPECT_EQ(error_with({.doze_max = akt::duration(-1)}), akt::errc::invalid_argument);
  EXPECT_EQ(error_with({.doze_max = 1s + akt::duration(1)}), akt::errc::invalid_argument);
  EXPECT_EQ(error_with({.blocking_threads = 0}), akt::errc::invalid_argument);
  for (auto d : {akt::duration::zero(), akt::duration(-1s), akt::duration::max()}) {
    EXPECT_EQ(error_with({.ask_timeout = d}), akt::errc::invalid_argument);
    EXPECT_EQ(error_with({.stop_timeout = d}), akt::errc::invalid_argument);
    EXPECT_EQ(error_with({.long_handler = d}), akt::errc::invalid_argument);
  }
}

struct no_threads : akt::executor {
  void start(akt::detail::system_core&) override {
    throw std::system_error(std::make_error_code(std::errc::resource_unavailable_try_again));
  }
  void finish(akt::detail::system_core&) noexcept override {}
  void injected(akt::detail::system_core&) noexcept override {}
  void wait(akt::detail::system_core&, akt::detail::external_waiter&,
            akt::instant) noexcept override {}
  bool run_until(akt::detail::system_core&, bool (*)(void*), void*,
                 akt::instant) noexcept override {
    return false;
  }
  bool submit_blocking(akt::detail::system_core&, akt::detail::blocking_job*) noexcept override {
    return false;
  }
};

TEST(systems, without_threads_are_refused) {
  no_threads executor;
  akt::system_options options{.environment = {.executor = &executor}};
  auto refusal = error_with(options);
  EXPECT_EQ(refusal, akt::errc::over_budget);
  EXPECT_EQ(refusal.detail(), "Resource temporarily unavailable");
  EXPECT_THROW(akt::actor_system{options}, akt::bad_result);
}

TEST(systems, use_the_ask_timeout_of_their_options) {
  akt::sim::world world;
  auto& system = world.system("brief", {.ask_timeout = 10ms});
  auto gate = system.spawn<Gate>("gate");
  auto before = world.now();
  EXPECT_EQ(error_of(gate.ask<Wait>().get()), akt::errc::timeout);
  EXPECT_EQ(world.now() - before, 10ms);
  EXPECT_EQ(system.name(), "brief");
}

} // namespace actor_system_test
