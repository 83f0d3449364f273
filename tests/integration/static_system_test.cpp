// SPDX-License-Identifier: Apache-2.0
//
// A system that begins before main() and ends after it.
#include "akt/akt.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>

namespace {

struct Count {};
class Counter {
public:
  explicit Counter(const char* last_words) : last_words_(last_words) {}
  ~Counter() { std::fputs(last_words_, stderr); }
  int on(Count) { return ++counted_; }

private:
  const char* last_words_;
  int counted_ = 0;
};

akt::actor_system before_main({.name = "before", .workers = 1});
const akt::actor_ref<Counter> counter =
    before_main.spawn<Counter>("counter", "the first system ended\n");

akt::actor_system& on_first_use() {
  static akt::actor_system system({.name = "late", .workers = 1});
  static const akt::actor_ref<Counter> late =
      system.spawn<Counter>("counter", "the second system ended\n");
  (void)late.ask<Count>().get();
  return system;
}

TEST(static_systems, run_from_before_main_on) {
  int first = counter.ask<Count>().get().value();
  EXPECT_EQ(counter.ask<Count>().get().value(), first + 1);
  EXPECT_TRUE(before_main.find<Counter>("counter"));
}

TEST(static_systems, run_from_their_first_use_on) { EXPECT_EQ(on_first_use().actors_alive(), 1u); }

TEST(static_systems_death, end_with_the_process_the_last_made_first) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  auto leave = [] {
    (void)on_first_use();
    counter.tell<Count>();
    std::exit(0);
  };
  EXPECT_EXIT(leave(), testing::ExitedWithCode(0),
              "the second system ended\nthe first system ended\n");
}

} // namespace
