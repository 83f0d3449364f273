// SPDX-License-Identifier: Apache-2.0
//
// Programs that run a system until their body has done its work or a signal comes. The signals are
// the test's.
#include "akt/actor/run.hpp"

#include "test_support.hpp"

#include <csignal>

namespace run_test {

using namespace actor_test;

struct Note {};
struct Sleep {};
struct Raise {
  int signal;
};
struct End {
  akt::program* program;
};

/// Raises a signal by and by, ends programs, sleeps.
struct Worker {
  akt::testkit::signals* signals;
  journal* seen;
  ~Worker() { seen->push_back("gone"); }
  void on(Note) { seen->push_back("note"); }
  void on(Raise m) { signals->raise(m.signal); }
  void on(End m) { m.program->end(); }
  akt::task<> on(Sleep, akt::context<Worker>& ctx) { co_await ctx.sleep(24h); }
};

/// Raises SIGTERM after each so many seconds.
struct Terminator {
  akt::testkit::signals* signals;
  std::vector<akt::duration> after;
  void on(const akt::started&, akt::context<Terminator>& ctx) {
    for (auto d : after) ctx.schedule_once<Note>(d);
  }
  void on(Note) { signals->raise(SIGTERM); }
};

struct programs : testing::Test {
  programs() { akt::testkit::on_failure(&report); }
  static akt::testkit::kit_options with(akt::testkit::signals* s) {
    akt::testkit::kit_options o;
    o.system.environment.signals = s;
    o.system.environment.log = [](std::string_view) noexcept {};
    return o;
  }
  akt::actor_ref<Worker> worker(std::string_view name = "worker") {
    return kit.spawn<Worker>(name, &signals, &seen);
  }
  void terminate_after(std::vector<akt::duration> times) {
    kit.spawn<Terminator>(akt::anonymous, &signals, std::move(times));
  }

  journal seen;
  akt::testkit::signals signals;
  akt::testkit::kit kit{with(&signals)};
  akt::actor_system& system = kit.system();
  akt::instant began = kit.world().now();
};

TEST_F(programs, end_when_their_body_has_returned) {
  akt::run_report ended = akt::run(system, [&](akt::program& p) {
                            EXPECT_EQ(&p.system(), &system);
                            EXPECT_FALSE(p.ending());
                            worker().tell<Note>();
                          }).value();
  EXPECT_TRUE(ended.stop.in_order);
  EXPECT_EQ(ended.signal, 0);
  EXPECT_EQ(ended.exit_code(), 0);
  EXPECT_EQ(seen, (journal{"note", "gone"}));
  EXPECT_FALSE(signals.raise(SIGTERM)) << "nobody listens any more";
}

// SYS-08
TEST_F(programs, end_in_order_when_a_signal_comes) {
  akt::run_report ended = akt::run(system, [&](akt::program& p) {
                            auto w = worker();
                            terminate_after({5s});
                            p.wait();
                            EXPECT_TRUE(p.ending());
                            EXPECT_EQ(p.signal(), SIGTERM);
                            EXPECT_EQ(kit.world().now() - began, 5s);
                            w.tell<Note>(); // what others call a stop hook
                          }).value();
  EXPECT_EQ(ended.signal, SIGTERM);
  EXPECT_FALSE(ended.at_once);
  EXPECT_TRUE(ended.stop.in_order);
  EXPECT_EQ(ended.exit_code(), 0);
  EXPECT_EQ(seen, (journal{"note", "gone"}));
}

TEST_F(programs, end_when_an_actor_says_so) {
  akt::run_report ended = akt::run(system, [&](akt::program& p) {
                            worker().tell<End>(&p);
                            p.wait();
                          }).value();
  EXPECT_EQ(ended.signal, 0);
  EXPECT_TRUE(ended.stop.in_order);
}

TEST_F(programs, say_what_their_body_returned) {
  EXPECT_EQ(akt::run(system, [](akt::program&) { return 3; }).value().exit_code(), 3);
}

TEST_F(programs, that_a_second_signal_hits_wait_for_nobody) {
  akt::run_report ended = akt::run(system, [&](akt::program& p) {
                            worker().tell<Sleep>();
                            terminate_after({1s, 3s});
                            p.wait();
                            return 0;
                          }).value();
  EXPECT_EQ(kit.world().now() - began, 3s) << "stop_timeout is longer";
  EXPECT_TRUE(ended.at_once);
  EXPECT_FALSE(ended.stop.in_order);
  EXPECT_EQ(ended.exit_code(), 128 + SIGTERM);
}

TEST_F(programs, get_answers_after_a_second_signal) {
  akt::run_report ended = akt::run(system, [&](akt::program& p) {
                            auto w = worker();
                            auto asleep = later(w.ask<Sleep>().within(48h));
                            kit.settle();
                            EXPECT_TRUE(signals.raise(SIGINT));
                            EXPECT_FALSE(asleep->has_value());
                            EXPECT_TRUE(signals.raise(SIGTERM));
                            EXPECT_EQ(p.signal(), SIGINT) << "the first";
                            EXPECT_TRUE(asleep->has_value());
                            EXPECT_EQ(error_of(w.ask<Sleep>().get()), akt::errc::stopped);
                            EXPECT_FALSE(signals.raise(SIGTERM)) << "the third is not ours";
                          }).value();
  EXPECT_TRUE(ended.at_once);
  EXPECT_EQ(ended.exit_code(), 128 + SIGINT);
  EXPECT_EQ(kit.world().now(), began);
}

TEST_F(programs, run_one_at_a_time) {
  int inner = 0;
  auto ended = akt::run(system, [&](akt::program&) {
    auto second = akt::run(system, [&](akt::program&) { ++inner; });
    EXPECT_EQ(error_of(second), akt::errc::rejected);
    EXPECT_TRUE(signals.raise(SIGTERM)) << "the first one still listens";
  });
  EXPECT_TRUE(ended);
  EXPECT_EQ(inner, 0);
}

TEST_F(programs, of_a_stopped_system_do_not_begin) {
  system.stop();
  bool called = false;
  EXPECT_EQ(error_of(akt::run(system, [&](akt::program&) { called = true; })), akt::errc::stopped);
  EXPECT_FALSE(called);
}

TEST_F(programs, that_throw_leave_a_stopped_system_and_no_listener) {
  auto body = [&](akt::program&) {
    worker().tell<Note>();
    throw std::runtime_error("no");
  };
  EXPECT_THROW((void)akt::run(system, body), std::runtime_error);
  EXPECT_EQ(seen, (journal{"note", "gone"}));
  EXPECT_FALSE(signals.raise(SIGTERM));
}

TEST_F(programs, without_a_system_do_not_begin) {
  akt::system_options options;
  options.name = "no name";
  auto refused = akt::run(options, [](akt::program&) { FAIL(); });
  EXPECT_EQ(error_of(refused), akt::errc::invalid_name);
}

struct Waiter {
  akt::program* program;
  void on(Note) { program->wait(); }
};

TEST_F(programs, are_never_waited_for_on_a_turn) {
  auto body = [&](akt::program& p) {
    kit.spawn<Waiter>("waiter", &p).tell<Note>();
    kit.settle();
  };
  EXPECT_DEATH((void)akt::run(system, body), "not waited for on a turn: akt://test/waiter");
}

TEST(run_reports, make_an_exit_code) {
  akt::run_report r;
  EXPECT_EQ(r.exit_code(), 0);
  r.signal = SIGINT;
  EXPECT_EQ(r.exit_code(), 0) << "it was asked to end, and ended";
  r.stop.in_order = false;
  EXPECT_EQ(r.exit_code(), 130);
  r.status = 2;
  EXPECT_EQ(r.exit_code(), 2);
  r.status = r.signal = 0;
  EXPECT_EQ(r.exit_code(), 1);
}

} // namespace run_test
