// SPDX-License-Identifier: Apache-2.0
//
// A system that begins before main() and ends after it.
#include "akt/akt.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <vector>

namespace {

/// Made before anything of the library, so that it ends behind all that.
class last_to_end {
public:
  ~last_to_end() {
    if (last_act) last_act();
  }
  void (*last_act)() = nullptr;
};
last_to_end last;

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

struct Nap {};
class Napper {
public:
  akt::task<int> on(Nap, akt::context<Napper>& ctx) {
    co_await ctx.sleep(std::chrono::milliseconds(1));
    co_return 1;
  }
};
akt::actor_system* never_ended = nullptr;

void use_it_all() {
  auto napper = never_ended->spawn<Napper>("napper");
  bool good = napper.ask<Nap>().get().has_value();
  std::vector<akt::actor_ref<Counter>> many; // so that memory is mapped
  for (int i = 0; i < 5000; ++i) many.push_back(never_ended->spawn<Counter>(akt::anonymous, ""));
  for (auto& one : many) good = good && one.ask<Count>().get().value() == 1;
  const akt::error refused = never_ended->find<Counter>("nobody").error();
  good = good && !refused.message().empty() && refused.trace().empty();
  std::fputs(good ? "all is there still\n" : "something is amiss\n", stderr);
}

TEST(static_systems_death, that_nobody_ends_run_while_the_process_exits) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  auto leave = [] {
    never_ended = new akt::actor_system({.name = "for_ever", .workers = 2});
    (void)never_ended->find<Counter>("nobody").error().message();
    last.last_act = &use_it_all;
    std::exit(3);
  };
  EXPECT_EXIT(leave(), testing::ExitedWithCode(3), "all is there still\n");
}

} // namespace
