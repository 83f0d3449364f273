// SPDX-License-Identifier: Apache-2.0
//
// A system that could not be made, and the next attempt.
#include "akt/actor/try_make_system.hpp"

#include "threads_test_support.hpp"

#include <system_error>

namespace system_life_tests {

namespace {

/// Counts what it has given and not got back.
class counting_memory final : public akt::memory {
public:
  void* map(std::size_t bytes, std::size_t alignment) noexcept override {
    void* mapped = akt::system_memory().map(bytes, alignment);
    if (mapped) given += bytes, ++maps;
    return mapped;
  }
  void unmap(void* address, std::size_t bytes) noexcept override {
    given -= bytes;
    akt::system_memory().unmap(address, bytes);
  }
  std::atomic<std::size_t> given{0}, maps{0};
};

/// Uses memory, then gets no threads.
struct powerless : akt::executor {
  void start(akt::detail::system_core& core) override {
    akt::block_cache(core.pool).warm_up();
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

struct Get {};
struct Fixed {
  int on(Get) const { return 7; }
};

} // namespace

// SYS-07: unlike there, a system runs once it is made, so that it is the making that fails.
TEST(systems_that_cannot_be_made, leave_nothing_behind_and_the_next_attempt_works) {
  counting_memory memory;
  powerless no_threads;
  akt::system_options options;
  options.name = "again";
  options.workers = 2;
  options.environment.memory = &memory;
  options.environment.executor = &no_threads;
  for (int i = 0; i < 3; ++i) {
    auto refused = akt::try_make_system(options);
    ASSERT_FALSE(refused);
    EXPECT_TRUE(refused.error() == akt::errc::over_budget) << refused.error().message();
    EXPECT_GT(memory.maps.exchange(0), 0u);
    EXPECT_EQ(memory.given.load(), 0u);
  }
  options.environment.executor = nullptr;
  {
    auto made = akt::try_make_system(options);
    ASSERT_TRUE(made);
    EXPECT_EQ((*made)->spawn<Fixed>("fixed").ask<Get>().get().value(), 7);
    EXPECT_GT(memory.maps.load(), 0u);
  }
  EXPECT_EQ(memory.given.load(), 0u);
}

} // namespace system_life_tests
