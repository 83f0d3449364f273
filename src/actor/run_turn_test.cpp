// SPDX-License-Identifier: Apache-2.0
//
// What an actor handles, in which order, when it waits, and what happens when it throws.
#include "system_core.hpp"
#include "test_support.hpp"

namespace run_turn_test {

using namespace actor_test;
struct turns : kit_test {};

struct Note {
  std::string text;
};

class Diary {
public:
  explicit Diary(journal* j) : journal_(j) { journal_->push_back("made"); }
  ~Diary() { journal_->push_back("gone"); }
  void on(const akt::started&) { journal_->push_back("started"); }
  void on(const Note& m) { journal_->push_back(m.text); }

private:
  journal* journal_;
};

// LIFE_01
TEST_F(turns, an_actor_is_made_then_started_then_told_then_gone) {
  auto diary = kit.spawn<Diary>("diary", &seen);
  diary.tell<Note>("first");
  diary.tell<Note>("second");
  EXPECT_TRUE(seen.empty()) << "construction runs on the actor's own turn";
  kit.settle();
  diary.stop();
  kit.settle();
  EXPECT_EQ(seen, (journal{"made", "started", "first", "second", "gone"}));
}

class SlowStarter {
public:
  explicit SlowStarter(journal* j) : journal_(j) {}
  akt::task<> on(const akt::started&, akt::context<SlowStarter>& ctx) {
    journal_->push_back("starting");
    co_await ctx.sleep(10ms);
    journal_->push_back("started");
  }
  void on(const Note& m) { journal_->push_back(m.text); }

private:
  journal* journal_;
};

TEST_F(turns, a_waiting_started_keeps_user_mail_back) {
  auto a = kit.spawn<SlowStarter>("slow", &seen);
  a.tell<Note>("mail");
  kit.settle();
  EXPECT_EQ(seen, (journal{"starting"}));
  kit.advance(10ms);
  EXPECT_EQ(seen, (journal{"starting", "started", "mail"}));
}

struct Eager {
  akt::actor_ref<Diary> diary;
  void on(const akt::started&) { diary.tell<Note>("from started"); }
};

// LIFE_06
TEST_F(turns, messages_told_in_started_arrive) {
  kit.spawn<Eager>("eager", kit.spawn<Diary>("diary", &seen));
  kit.settle();
  EXPECT_EQ(seen.back(), "from started");
}

struct Number {
  int from, n;
};
class Orderly {
public:
  bool on(Number m) { return ordered_ = ordered_ && m.n == next_[m.from]++; }

private:
  int next_[8] = {};
  bool ordered_ = true;
};
struct Go {};
struct Producer {
  akt::actor_ref<Orderly> to;
  int me, count;
  void on(Go) {
    for (int n = 0; n < count; ++n) to.tell<Number>(me, n);
  }
};

// MSG_01
TEST_F(turns, ten_thousand_messages_of_one_sender_arrive_in_order) {
  auto a = kit.spawn<Orderly>("orderly");
  for (int n = 0; n < 10'000; ++n) a.tell<Number>(0, n);
  EXPECT_TRUE(kit.await(a.ask<Number>(0, 10'000)).value());
}

// MSG_01
TEST_F(turns, each_of_eight_senders_keeps_its_own_order) {
  auto a = kit.spawn<Orderly>("orderly");
  for (int me = 0; me < 8; ++me) kit.spawn<Producer>(akt::anonymous, a, me, 500).tell<Go>();
  kit.settle();
  for (int me = 0; me < 8; ++me) EXPECT_TRUE(kit.await(a.ask<Number>(me, 500)).value());
}

struct Count {
  int left;
};
class Countdown {
public:
  explicit Countdown(journal* j) : journal_(j) {}
  void on(Count m, akt::context<Countdown>& ctx) {
    journal_->push_back(std::to_string(m.left));
    if (m.left > 0) ctx.self().tell<Count>(m.left - 1);
  }

private:
  journal* journal_;
};

TEST_F(turns, an_actor_may_tell_itself) {
  kit.spawn<Countdown>("c", &seen).tell<Count>(3);
  kit.settle();
  EXPECT_EQ(seen, (journal{"3", "2", "1", "0"}));
}

struct Cross {};
class Crosser {
public:
  Crosser(akt::actor_ref<Gate> gate, journal* j) : gate_(gate), journal_(j) {}
  akt::task<int> on(Cross) {
    journal_->push_back("waits");
    auto answer = co_await gate_.ask<Wait>().within(1h);
    journal_->push_back("goes on");
    co_return answer.value();
  }
  void on(const Note& m) { journal_->push_back(m.text); }

private:
  akt::actor_ref<Gate> gate_;
  journal* journal_;
};

// REE-02
TEST_F(turns, a_parked_handler_gets_replies_and_no_user_mail) {
  auto gate = kit.spawn<Gate>("gate");
  auto crosser = kit.spawn<Crosser>("crosser", gate, &seen);
  crosser.tell<Cross>();
  kit.settle();
  crosser.tell<Note>("mail");
  crosser.tell<Note>("more mail");
  kit.advance(1min);
  EXPECT_EQ(seen, (journal{"waits"}));
  gate.tell<Open>(1);
  kit.settle();
  EXPECT_EQ(seen, (journal{"waits", "goes on", "mail", "more mail"}));
}

TEST_F(turns, one_handler_after_the_other_may_park) {
  auto gate = kit.spawn<Gate>("gate");
  auto crosser = kit.spawn<Crosser>("crosser", gate, &seen);
  crosser.tell<Cross>();
  crosser.tell<Cross>();
  kit.settle();
  EXPECT_EQ(kit.await(gate.ask<Open>(1)).value(), 1) << "the second is not handled yet";
  kit.settle();
  EXPECT_EQ(kit.await(gate.ask<Open>(1)).value(), 1);
  kit.settle();
  EXPECT_EQ(seen, (journal{"waits", "goes on", "waits", "goes on"}));
}

struct Loop {};
class Hot {
public:
  void on(Loop, akt::context<Hot>& ctx) {
    if (++rounds_ < 100'000) ctx.self().tell<Loop>();
  }

private:
  int rounds_ = 0;
};

// DISP_02
TEST_F(turns, an_actor_that_keeps_telling_itself_does_not_starve_another) {
  auto hot = kit.spawn<Hot>("hot");
  auto echo = kit.spawn<Echo>("echo");
  hot.tell<Loop>();
  EXPECT_EQ(kit.await(echo.ask<Ping>(1)).value(), 1);
  EXPECT_LT(kit.world().steps(), 1000u);
  hot.stop(akt::now);
}

/// Throws at each of its messages, and has told itself the next one.
class Broken {
public:
  explicit Broken(int* throws) : throws_(throws) {}
  void on(Loop, akt::context<Broken>& ctx) {
    if (++*throws_ < 10'000) ctx.self().tell<Loop>();
    throw std::runtime_error("again");
  }

private:
  int* throws_;
};

// A turn that goes on behind each throw never looks at its limits.
TEST_F(turns, an_actor_that_always_throws_does_not_starve_another) {
  int throws = 0;
  akt::spawn_options how{.name = "broken"};
  how.supervise = akt::supervisor().otherwise(akt::directive::resume);
  auto broken = kit.spawn<Broken>(how, &throws);
  auto echo = kit.spawn<Echo>("echo");
  broken.tell<Loop>();
  EXPECT_EQ(kit.await(echo.ask<Ping>(1)).value(), 1);
  EXPECT_LT(throws, 1'000);
  broken.stop(akt::now);
}

/// One turn of a cell that is ready.
void run_one(akt::detail::system_core& core, std::uint32_t throughput) {
  akt::detail::worker& w = *core.workers.front();
  akt::detail::this_thread().enter(&w.turn);
  w.run(*core.ready.pop(), akt::detail::turn_limits(throughput));
  akt::detail::this_thread().enter(nullptr);
}

TEST_F(turns, handle_no_message_more_than_the_option_throughput_says) {
  auto echo = kit.spawn<Echo>("echo");
  kit.settle();
  for (std::uint32_t throughput : {1u, 2u, 31u, 32u, 33u, 37u, 63u, 64u, 65u, 100u}) {
    for (int n = 0; n < 101; ++n) echo.tell<Ping>(n);
    auto before = fates(akt::fate::handled);
    run_one(system().core(), throughput);
    EXPECT_EQ(fates(akt::fate::handled) - before, throughput);
    kit.settle();
  }
}

TEST_F(turns, that_are_cut_short_with_a_long_mailbox_say_so) {
  auto echo = kit.spawn<Echo>("echo");
  kit.settle();
  akt::detail::worker& w = *system().core().workers.front();
  for (auto [waiting, limit, end] : {std::tuple{200, 127u, akt::detail::turn_end::again},
                                     {200, 128u, akt::detail::turn_end::behind},
                                     {128, 128u, akt::detail::turn_end::again},
                                     {129, 128u, akt::detail::turn_end::behind},
                                     {128, 0u, akt::detail::turn_end::asleep}}) {
    for (int n = 0; n < waiting; ++n) echo.tell<Ping>(n);
    akt::detail::cell& c = *system().core().ready.pop();
    akt::detail::this_thread().enter(&w.turn);
    EXPECT_EQ(run_turn(c, akt::detail::turn_limits(limit), w.turn), end) << waiting << " " << limit;
    akt::detail::this_thread().enter(nullptr);
    if (end != akt::detail::turn_end::asleep) w.push(&c);
    kit.settle();
  }
}

} // namespace run_turn_test
