// SPDX-License-Identifier: Apache-2.0
//
// run() with the signals of this process, which this process sends itself.
#include "akt/actor/run.hpp"

#include "threads_test_support.hpp"

#include <unistd.h>

#include <csignal>

namespace process_signals_tests {

namespace {

struct Go {};
struct Sleep {};
struct Worker {
  std::atomic<int>* ended;
  ~Worker() { ended->fetch_add(1); }
  int on(Go) { return 1; }
  akt::task<int> on(Sleep, akt::context<Worker>& ctx) {
    co_await ctx.sleep(std::chrono::hours(100));
    co_return 1;
  }
};

akt::system_options quiet_options() {
  akt::system_options o;
  o.name = "signals";
  o.workers = 2;
  o.stop_timeout = std::chrono::hours(1); // whoever waits for it is too late
  o.environment.log = [](std::string_view) noexcept {};
  return o;
}

void send(int signal) { ASSERT_EQ(::kill(::getpid(), signal), 0); }

using handler = void (*)(int);
handler handler_of(int signal) {
  struct sigaction now_there;
  sigaction(signal, nullptr, &now_there);
  return now_there.sa_handler;
}

/// Sets a handler, and what was there before at its end.
class with_handler {
public:
  with_handler(int signal, handler h) : signal_(signal) {
    struct sigaction ours = {};
    ours.sa_handler = h;
    sigaction(signal, &ours, &before_);
  }
  ~with_handler() { sigaction(signal_, &before_, nullptr); }
  with_handler(const with_handler&) = delete;
  with_handler& operator=(const with_handler&) = delete;

private:
  int signal_;
  struct sigaction before_;
};

std::atomic<int> heard_by_others{0};
void others(int) { heard_by_others.fetch_add(1); }

} // namespace

// SYS-08
TEST(process_signals, stop_a_program_in_order_and_are_given_back) {
  for (int signal : {SIGTERM, SIGINT}) {
    with_handler before(signal, &others);
    std::atomic<int> ended{0};
    heard_by_others = 0;
    akt::run_report report = akt::run(quiet_options(), [&](akt::program& p) {
                               auto worker = p.system().spawn<Worker>("worker", &ended);
                               EXPECT_EQ(worker.ask<Go>().get().value(), 1);
                               std::thread sender([signal] { send(signal); });
                               p.wait();
                               sender.join();
                               EXPECT_EQ(worker.ask<Go>().get().value(), 1)
                                   << "it runs until the body has ended";
                             }).value();
    EXPECT_EQ(report.signal, signal);
    EXPECT_TRUE(report.stop.in_order);
    EXPECT_EQ(report.exit_code(), 0);
    EXPECT_EQ(ended.load(), 1);
    EXPECT_EQ(handler_of(signal), &others);
    EXPECT_EQ(heard_by_others.load(), 0);
    send(signal);
    while (heard_by_others.load() == 0) std::this_thread::yield();
  }
}

TEST(process_signals, that_are_ignored_stay_so) {
  with_handler before(SIGINT, SIG_IGN);
  akt::run_report report = akt::run(quiet_options(), [](akt::program& p) {
                             EXPECT_EQ(handler_of(SIGINT), SIG_IGN);
                             send(SIGINT);
                             send(SIGTERM);
                             p.wait();
                           }).value();
  EXPECT_EQ(report.signal, SIGTERM);
  EXPECT_EQ(handler_of(SIGINT), SIG_IGN);
}

TEST(process_signals, leave_alone_what_somebody_else_has_put_in_their_place) {
  with_handler before(SIGINT, SIG_DFL);
  ASSERT_TRUE(akt::run(quiet_options(), [](akt::program&) { std::signal(SIGINT, &others); }));
  EXPECT_EQ(handler_of(SIGINT), &others);
}

TEST(process_signals, a_second_time_answer_whoever_waits_and_end_waiting_handlers) {
  std::atomic<int> ended{0};
  akt::run_report report = akt::run(quiet_options(), [&](akt::program& p) {
                             auto worker = p.system().spawn<Worker>("worker", &ended);
                             EXPECT_EQ(worker.ask<Go>().get().value(), 1);
                             std::thread impatient([&p] {
                               send(SIGTERM);
                               while (!p.ending()) std::this_thread::yield();
                               send(SIGTERM);
                             });
                             auto answer = worker.ask<Sleep>().within(std::chrono::hours(1)).get();
                             impatient.join();
                             EXPECT_FALSE(answer) << "stopped before it began, or cancelled";
                           }).value();
  EXPECT_TRUE(report.at_once);
  EXPECT_FALSE(report.stop.in_order);
  EXPECT_EQ(report.exit_code(), 128 + SIGTERM);
  EXPECT_EQ(ended.load(), 1);
}

TEST(process_signals_death, a_third_time_kill_a_program_that_nothing_else_ends) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  auto die = [] {
    (void)akt::run(quiet_options(), [](akt::program& p) {
      send(SIGTERM);
      p.wait();
      send(SIGTERM);
      while (handler_of(SIGTERM) != SIG_DFL) std::this_thread::yield();
      send(SIGTERM);
      for (;;) std::this_thread::yield();
    });
  };
  EXPECT_EXIT(die(), testing::KilledBySignal(SIGTERM), "");
}

TEST(process_signals, belong_to_one_program_of_the_process_at_a_time) {
  ASSERT_TRUE(akt::run(quiet_options(), [](akt::program& p) {
    std::thread([&p] {
      auto second = akt::run(p.system(), [](akt::program&) { FAIL(); });
      ASSERT_FALSE(second);
      EXPECT_EQ(second.error(), akt::errc::rejected);
    }).join();
    auto third = akt::run(quiet_options(), [](akt::program&) { FAIL(); });
    EXPECT_FALSE(third);
    EXPECT_FALSE(p.ending());
  }));
  EXPECT_TRUE(akt::run(quiet_options(), [](akt::program&) {})) << "the next one gets them";
}

} // namespace process_signals_tests
