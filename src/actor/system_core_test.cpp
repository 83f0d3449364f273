// SPDX-License-Identifier: Apache-2.0
//
// The end of a system: what still runs, what is refused, who is answered. And its book-keeping.
#include "system_core.hpp"
#include "test_support.hpp"

namespace system_core_test {

using namespace actor_test;

struct Note {
  int n;
};
struct Park {};
struct Sleep {};

class Worker {
public:
  Worker(akt::actor_ref<Gate> gate, journal* seen, int* alive)
      : gate_(gate), seen_(seen), held_(alive), alive_(alive) {}
  void on(Note m) { seen_->push_back(std::to_string(m.n)); }
  akt::task<> on(Park) {
    witness parked(alive_);
    (void)co_await gate_.ask<Wait>().within(1h);
  }
  akt::task<> on(Sleep, akt::context<Worker>& ctx) {
    witness parked(alive_);
    co_await ctx.sleep(24h);
  }

private:
  akt::actor_ref<Gate> gate_;
  journal* seen_;
  witness held_;
  int* alive_;
};

struct system_ends : kit_test {
  akt::actor_ref<Gate> gate = kit.spawn<Gate>("gate");
  akt::actor_ref<Worker> worker = kit.spawn<Worker>("worker", gate, &seen, &alive);
};

TEST_F(system_ends, after_what_is_under_way_is_handled) {
  for (int n = 0; n < 5; ++n) worker.tell<Note>(n);
  system().stop();
  EXPECT_EQ(seen.size(), 5u);
  EXPECT_EQ(alive, 0);
  EXPECT_EQ(system().actors_alive(), 0u);
  EXPECT_EQ(system().fates().in_flight, 0u);
}

TEST_F(system_ends, after_the_stop_timeout_even_if_a_handler_is_parked) {
  auto parked = later(worker.ask<Sleep>().within(2h));
  kit.settle();
  worker.tell<Note>(1);
  auto before = kit.world().now();
  system().stop();
  EXPECT_LE(kit.world().now() - before, 20s);
  EXPECT_EQ(alive, 0);
  EXPECT_EQ(system().actors_alive(), 0u);
  EXPECT_TRUE(*parked && !**parked) << "every ask is answered";
  EXPECT_TRUE(seen.empty());
}

// MSG-11
TEST_F(system_ends, and_what_was_told_before_is_handled_if_the_parked_handler_ends) {
  worker.tell<Park>();
  kit.settle();
  worker.tell<Note>(1);
  system().stop(); // the gate stops and answers, so the worker goes on
  EXPECT_EQ(seen, (journal{"1"}));
}

// MSG-11
TEST_F(system_ends, and_afterwards_messages_are_refused) {
  system().stop();
  auto before = fates(akt::fate::stopped);
  worker.tell<Note>(1);
  EXPECT_EQ(error_of(worker.ask<Note>(1).get()), akt::errc::stopped);
  auto answer = later(gate.ask<Open>(1));
  EXPECT_EQ(error_of(**answer), akt::errc::stopped);
  worker.stop();
  worker.stop(akt::now);
  EXPECT_GE(fates(akt::fate::stopped) - before, 2u);
  EXPECT_EQ(system().fates().in_flight, 0u);
}

// SYS-01: unlike there, a system runs once it is made, and a second stop is none.
TEST_F(system_ends, twice_is_as_good_as_once) {
  system().stop();
  system().stop();
}

TEST_F(system_ends, with_mail_that_was_never_looked_at) {
  for (int n = 0; n < 1000; ++n) {
    worker.tell<Note>(n);
    kit.spawn<Worker>(akt::anonymous, gate, &seen, &alive).tell<Note>(n);
  }
}

TEST_F(system_ends, and_answers_callbacks_that_wait) {
  auto waiting = later(gate.ask<Wait>().within(1h));
  auto waiting_too = later(gate.ask<Wait>().within(1h));
  kit.settle();
  system().stop();
  ASSERT_TRUE(*waiting && *waiting_too);
  EXPECT_EQ(error_of(**waiting), akt::errc::stopped);
  EXPECT_EQ(error_of(**waiting_too), akt::errc::stopped);
  EXPECT_EQ(system().actors_alive(), 0u);
}

TEST_F(system_ends, even_if_a_callback_throws) {
  gate.ask<Wait>().within(1h).then([](const akt::result<int>&) { throw 1; });
  kit.settle();
  system().stop();
  EXPECT_EQ(system().actors_alive(), 0u);
}

struct StopSystem {};
struct Traitor {
  void on(StopSystem, akt::context<Traitor>& ctx) { ctx.system().stop(); }
};

// STOP-07: unlike there, no handler stops its own system: that is a bug with a name.
TEST_F(system_ends, never_on_a_turn_of_its_own) {
  auto traitor = kit.spawn<Traitor>("traitor");
  EXPECT_DEATH(
      {
        traitor.tell<StopSystem>();
        kit.settle();
      },
      "not stopped or destroyed on a turn of its own.*akt://test/traitor");
}

struct counts : kit_test {};

TEST_F(counts, tell_what_became_of_every_message) {
  auto echo = kit.spawn<Echo>("echo");
  for (int n = 0; n < 10; ++n) echo.tell<Ping>(n);
  EXPECT_EQ(system().fates().in_flight, 10u);
  kit.settle();
  auto report = system().fates();
  EXPECT_EQ(report.sent, 10u);
  EXPECT_EQ(report[akt::fate::handled], 10u);
  EXPECT_EQ(report.in_flight, 0u);
}

TEST_F(counts, tell_how_many_actors_live) {
  std::vector<akt::actor_ref<Echo>> all;
  for (int n = 0; n < 10; ++n) all.push_back(kit.spawn<Echo>(akt::anonymous));
  EXPECT_EQ(system().actors_alive(), 10u);
  for (auto& a : all) a.stop();
  kit.settle();
  EXPECT_EQ(system().actors_alive(), 0u);
}

} // namespace system_core_test
