// SPDX-License-Identifier: Apache-2.0
//
// stop() and stop(akt::now), from outside and from inside, once and twice.
#include "test_support.hpp"

namespace stopping_test {

using namespace actor_test;

struct Note {
  int n;
};
struct Park {};
struct Sleep {
  akt::duration d;
};
struct Leave {};
struct LeaveAndTell {};
struct LeaveNow {};

class Worker {
public:
  Worker(akt::actor_ref<Gate> gate, journal* seen, int* alive)
      : gate_(gate), seen_(seen), alive_(alive) {}
  ~Worker() { seen_->push_back("gone"); }

  int on(Note m) {
    seen_->push_back(std::to_string(m.n));
    return m.n;
  }
  akt::task<int> on(Park) {
    witness held(alive_);
    auto r = co_await gate_.ask<Wait>().within(1h);
    seen_->push_back("unparked");
    co_return r.value();
  }
  akt::task<> on(Sleep m, akt::context<Worker>& ctx) {
    witness held(alive_);
    co_await ctx.sleep(m.d);
    seen_->push_back("woke");
  }
  void on(Leave, akt::context<Worker>& ctx) {
    ctx.stop();
    seen_->push_back("leaves");
  }
  void on(LeaveAndTell, akt::context<Worker>& ctx) {
    ctx.stop();
    ctx.self().tell<Note>(1);
    ctx.self().stop();
    ctx.self().stop(akt::now);
  }

  void on(LeaveNow, akt::context<Worker>& ctx) { ctx.self().stop(akt::now); }

private:
  akt::actor_ref<Gate> gate_;
  journal* seen_;
  int* alive_;
};

struct stopping : kit_test {
  akt::actor_ref<Gate> gate = kit.spawn<Gate>("gate");
  akt::actor_ref<Worker> worker = kit.spawn<Worker>("worker", gate, &seen, &alive);
};

// STOP-11, W-01
TEST_F(stopping, handles_what_was_told_before_and_refuses_what_is_told_after) {
  for (int n = 0; n < 20; ++n) worker.tell<Note>(n);
  worker.stop();
  for (int n = 0; n < 5; ++n) worker.tell<Note>(100);
  auto late = later(worker.ask<Note>(100));
  kit.settle();
  EXPECT_EQ(seen.size(), 21u);
  EXPECT_EQ(seen.back(), "gone");
  EXPECT_EQ(error_of(**late), akt::errc::stopped);
  EXPECT_EQ(fates(akt::fate::stopped), 6u);
}

TEST_F(stopping, now_ends_before_the_next_message) {
  worker.tell<Note>(1);
  kit.settle();
  worker.tell<Note>(2);
  worker.stop(akt::now);
  worker.tell<Note>(3);
  kit.settle();
  EXPECT_EQ(seen, (journal{"1", "gone"}));
  EXPECT_EQ(fates(akt::fate::stopped), 2u);
}

TEST_F(stopping, now_by_itself_ends_an_actor_behind_the_running_handler) {
  worker.tell<LeaveNow>();
  for (int n = 0; n < 40; ++n) worker.tell<Note>(n);
  kit.settle();
  EXPECT_EQ(seen, journal{"gone"});
  EXPECT_EQ(fates(akt::fate::stopped), 40u);
}

/// While it handles a message, a thread outside stops it and tells it more.
class Interrupted {
public:
  Interrupted(journal* seen) : seen_(seen) {}
  void on(Leave, akt::context<Interrupted>& ctx) {
    auto* turn = akt::detail::current_turn();
    akt::detail::this_thread().enter(nullptr); // as the other thread
    ctx.self().stop(akt::now);
    for (int n = 0; n < 20; ++n) ctx.self().tell<Note>(n);
    akt::detail::this_thread().enter(turn);
  }
  void on(Note m) { seen_->push_back(std::to_string(m.n)); }

private:
  journal* seen_;
};

TEST_F(stopping, now_ends_before_what_the_same_sender_tells_behind_it) {
  constexpr int runs = 20; // of different lengths of turns
  for (int run = 0; run < runs; ++run) {
    auto interrupted = kit.spawn<Interrupted>(akt::anonymous, &seen);
    kit.settle(); // idle: the message is handed over, and the turn goes on to take more
    interrupted.tell<Leave>();
    kit.settle();
  }
  EXPECT_EQ(seen, journal{});
  EXPECT_EQ(fates(akt::fate::stopped), 20u * runs);
}

// MSG-04, REE-10: unlike in MSG-04, an ask is cancelled by the end of whoever waits for it.
TEST_F(stopping, now_destroys_the_parked_frame_and_answers_its_asker) {
  auto parked = later(worker.ask<Park>().within(1h));
  kit.settle();
  auto waiting = later(worker.ask<Note>(1));
  kit.settle();
  EXPECT_EQ(alive, 1);
  worker.stop(akt::now);
  kit.settle();
  EXPECT_EQ(alive, 0);
  EXPECT_EQ(error_of(**parked), akt::errc::cancelled);
  EXPECT_EQ(error_of(**waiting), akt::errc::stopped);
  EXPECT_EQ(seen, (journal{"gone"}));
  EXPECT_EQ(kit.await(gate.ask<Open>(1)).value(), 1);
  kit.settle();
  EXPECT_EQ(fates(akt::fate::expired), 1u) << "the gate's answer reaches nobody";
}

TEST_F(stopping, lets_a_parked_handler_finish) {
  auto parked = later(worker.ask<Park>().within(1h));
  kit.settle();
  worker.tell<Note>(1);
  worker.stop();
  worker.tell<Note>(2);
  kit.advance(9s);
  EXPECT_TRUE(seen.empty());
  gate.tell<Open>(5);
  kit.settle();
  EXPECT_EQ(seen, (journal{"unparked", "1", "gone"}));
  EXPECT_EQ((*parked)->value(), 5);
}

// REE-10
TEST_F(stopping, waits_for_a_parked_handler_until_the_stop_timeout) {
  auto parked = later(worker.ask<Park>().within(1h));
  kit.settle();
  worker.tell<Note>(1);
  worker.stop();
  kit.advance(9900ms);
  EXPECT_EQ(alive, 1);
  kit.advance(200ms);
  EXPECT_EQ(alive, 0);
  EXPECT_EQ(error_of(**parked), akt::errc::cancelled);
  EXPECT_EQ(seen, (journal{"gone"}));
}

TEST_F(stopping, waits_as_long_for_a_handler_that_parks_after_it) {
  worker.tell<Note>(1);
  worker.tell<Sleep>(10h);
  worker.stop();
  kit.settle();
  EXPECT_EQ(alive, 1);
  kit.advance(11s);
  EXPECT_EQ(alive, 0);
  EXPECT_EQ(seen, (journal{"1", "gone"}));
}

TEST_F(stopping, has_one_deadline_for_all_handlers_that_park) {
  for (int n = 0; n < 4; ++n) worker.tell<Sleep>(4s);
  worker.stop();
  kit.advance(11s);
  EXPECT_EQ(seen, (journal{"woke", "woke", "gone"}));
}

// STOP-03, STOP-09: unlike there, to stop who has ended is no error.
TEST_F(stopping, twice_is_as_good_as_once) {
  worker.stop();
  worker.stop();
  worker.stop(akt::now);
  kit.settle();
  worker.stop();
  worker.stop(akt::now);
  kit.settle();
  EXPECT_EQ(seen, (journal{"gone"}));
  EXPECT_EQ(system().actors_alive(), 1u);
}

// STOP-07
TEST_F(stopping, oneself_ends_behind_the_running_handler) {
  worker.tell<Leave>();
  worker.tell<Note>(1);
  kit.settle();
  EXPECT_EQ(seen, (journal{"leaves", "gone"}));
  EXPECT_EQ(fates(akt::fate::stopped), 1u);
}

TEST_F(stopping, oneself_and_telling_oneself_is_told_in_vain) {
  worker.tell<LeaveAndTell>();
  kit.settle();
  EXPECT_EQ(seen, (journal{"gone"}));
  EXPECT_EQ(error_of(kit.await(worker.ask<Note>(1))), akt::errc::stopped);
}

TEST_F(stopping, now_needs_no_more_than_to_know_who) {
  akt::any_ref(worker).stop(akt::now);
  kit.settle();
  EXPECT_EQ(seen, journal{"gone"});
}

// STOP-09: unlike there, to stop nobody is no error.
TEST_F(stopping, a_null_reference_is_nothing) {
  akt::actor_ref<Worker>().stop();
  akt::actor_ref<Worker>().stop(akt::now);
  akt::any_ref().stop();
}

TEST_F(stopping, an_actor_that_was_never_run_makes_it_and_ends_it) {
  auto fresh = kit.spawn<Worker>("fresh", gate, &seen, &alive);
  fresh.stop(akt::now);
  fresh.tell<Note>(1);
  kit.settle();
  EXPECT_EQ(seen, (journal{"gone"}));
}

struct LeaveLater {};
struct Waverer {
  akt::actor_ref<Echo> echo;
  akt::task<int> on(LeaveLater, akt::context<Waverer>& ctx) {
    co_await ctx.sleep(1ms);
    ctx.stop();
    auto answer = co_await echo.ask<Ping>(7);
    co_await ctx.sleep(1ms);
    co_return answer.value();
  }
  akt::task<int> on(Ping m, akt::context<Waverer>& ctx) {
    ctx.stop();
    auto answer = co_await echo.ask<Ping>(m.n);
    co_return answer.value();
  }
};

struct LeaveNowThenWait {};
/// Wants to end at once, then behind its handler.
class Torn {
public:
  explicit Torn(journal* seen) : seen_(seen) {}
  akt::task<> on(LeaveNowThenWait, akt::context<Torn>& ctx) {
    ctx.self().stop(akt::now);
    ctx.stop();
    co_await ctx.sleep(1h);
    seen_->push_back("woke");
  }

private:
  journal* seen_;
};

TEST_F(stopping, now_is_not_taken_back_by_a_stop_behind_the_handler) {
  auto torn = kit.spawn<Torn>("torn", &seen);
  torn.tell<LeaveNowThenWait>();
  kit.settle();
  EXPECT_TRUE(seen.empty());
  EXPECT_EQ(fates(akt::fate::cancelled), 1u);
  EXPECT_EQ(error_of(kit.await(torn.ask<LeaveNowThenWait>())), akt::errc::stopped);
}

/// Wants to end behind its start, which waits.
class Brief {
public:
  explicit Brief(journal* seen) : seen_(seen) {}
  akt::task<> on(const akt::started&, akt::context<Brief>& ctx) {
    ctx.stop();
    co_await ctx.sleep(1ms);
    seen_->push_back("started");
  }

private:
  journal* seen_;
};

TEST_F(stopping, itself_in_a_start_that_waits_ends_an_actor_behind_that) {
  (void)kit.spawn<Brief>("brief", &seen);
  kit.advance(1s);
  EXPECT_EQ(seen, journal{"started"});
  EXPECT_EQ(fates(akt::fate::cancelled), 0u);
}

TEST_F(stopping, itself_ends_an_actor_behind_the_whole_handler_also_where_it_waits) {
  auto echo = kit.spawn<Echo>("echo");
  auto leaver = kit.spawn<Waverer>("leaver", echo);
  auto left = later(leaver.ask<LeaveLater>());
  kit.settle();
  auto dead = later(leaver.ask<Ping>(1));
  kit.advance(1s);
  ASSERT_TRUE(**left) << (*left)->error().message();
  EXPECT_EQ((*left)->value(), 7);
  EXPECT_EQ(error_of(**dead), akt::errc::stopped);
  auto other = kit.spawn<Waverer>("other", echo);
  EXPECT_EQ(kit.await(other.ask<Ping>(5)).value(), 5);
  EXPECT_EQ(error_of(kit.await(other.ask<Ping>(6))), akt::errc::stopped);
}

struct Break {};
struct Fragile {
  journal* seen;
  void on(Break) { throw std::runtime_error("broken"); }
  void on(Note) { seen->push_back("note"); }
};

TEST_F(stopping, ends_an_actor_that_waits_for_its_restart_without_its_mail) {
  auto f = system().spawn<Fragile>(
      akt::spawn_options{.supervise =
                             akt::supervisor().otherwise(akt::directive::restart).backoff(1s, 1s)},
      &seen);
  f.tell<Break>();
  kit.settle();
  for (int i = 0; i < 2; ++i) f.tell<Note>(i);
  f.stop();
  kit.settle();
  EXPECT_TRUE(f.path().empty()) << "it has ended";
  EXPECT_TRUE(seen.empty());
  EXPECT_GE(fates(akt::fate::stopped), 2u);
}

} // namespace stopping_test
