// SPDX-License-Identifier: Apache-2.0
//
// started() and stopped() where the actor ends on another thread than the one that asks.
#include "threads_test_support.hpp"

#include <stdexcept>

namespace life_queries_threads_test {

namespace {

struct BadStart {
  BadStart() { throw std::runtime_error("no disk"); }
};

struct Leave {};
struct Leaver {
  void on(Leave, akt::context<Leaver>& ctx) {
    for (int i = 0; i < 500; ++i) akt::sync::cpu_relax(); // so that the question meets the end
    ctx.stop();
  }
};

} // namespace

// LIFE-02
TEST(life_queries_on_threads, started_always_tells_why_there_is_no_actor) {
  akt::system_options options;
  options.name = "starts";
  options.workers = 4;
  options.environment.log = [](std::string_view) noexcept {};
  akt_test::checked_system system(options);
  for (int i = 0; i < 3000; ++i) {
    auto answer = system.spawn<BadStart>(akt::anonymous).started().get();
    ASSERT_FALSE(answer);
    ASSERT_TRUE(answer.error() == akt::errc::failed) << answer.error().message();
    ASSERT_NE(answer.error().message().find("no disk"), std::string::npos);
  }
}

TEST(life_queries_on_threads, stopped_answers_when_the_name_is_free_again) {
  akt::system_options options;
  options.name = "ends";
  options.workers = 2;
  akt_test::checked_system system(options);
  for (int i = 0; i < 5000; ++i) {
    auto leaver = system.try_spawn<Leaver>("leaver");
    ASSERT_TRUE(leaver) << leaver.error().message();
    leaver->tell<Leave>();
    ASSERT_TRUE(leaver->stopped().get());
  }
}

} // namespace life_queries_threads_test
