// SPDX-License-Identifier: Apache-2.0
//
// Messages that actors send themselves later.
#include "budget_test_support.hpp"

#include <array>
#include <functional>

namespace {

using namespace actor_test;
using akt::errc;
using akt::fate;

struct Ring {
  int n = 0;
};
struct Large {
  int n = 0;
  char rest[200] = {};
};
struct Wide {
  std::array<char, 200> bytes{};
};
struct Measure {
  int n = 0;
};
struct Brittle {
  explicit Brittle(bool* b) noexcept : breaks(b) {}
  Brittle(Brittle&&) noexcept = default;
  Brittle(const Brittle& other) : breaks(other.breaks) {
    if (*breaks) throw std::runtime_error("cannot be copied now");
  }
  bool* breaks;
};
struct Noted {
  int n = 0;
  witness counted;
};
class Sleeper;
struct Do {
  std::function<void(Sleeper&, akt::context<Sleeper>&)> what;
};
struct Rest {
  akt::duration how_long;
};
struct Break {};

/// Does what it is told and writes down what rings, and when.
class Sleeper {
public:
  Sleeper(akt::testkit::kit* kit, journal* seen) : kit_(kit), seen_(seen) {
    began_ = kit_->world().now();
  }
  void on(const Do& m, akt::context<Sleeper>& ctx) { m.what(*this, ctx); }
  void on(Ring m, akt::context<Sleeper>& ctx) {
    note(std::to_string(m.n));
    if (then) then(ctx);
  }
  void on(const Large& m) { note(std::to_string(m.n)); }
  Wide on(Measure m) {
    note(std::to_string(m.n));
    return {};
  }
  void on(const Brittle&) { note("brittle"); }
  void on(const Noted& m) { note(std::to_string(m.n)); }
  akt::task<> on(Rest m, akt::context<Sleeper>& ctx) { co_await ctx.sleep(m.how_long); }
  void on(Break) { throw std::runtime_error("broken"); }

  std::function<void(akt::context<Sleeper>&)> then;

private:
  void note(std::string what) {
    auto at = (kit_->world().now() - began_) / 1ms;
    seen_->push_back(what + "@" + std::to_string(at));
  }
  akt::testkit::kit* kit_;
  journal* seen_;
  akt::instant began_;
};

using context = akt::context<Sleeper>;

class schedules : public kit_test {
protected:
  akt::actor_ref<Sleeper> sleeper() {
    if (!sleeper_)
      sleeper_ = system().spawn<Sleeper>(akt::spawn_options{.restartable = true}, &kit, &seen);
    return sleeper_;
  }
  /// On the actor's turn, now.
  template <class F>
  void tell(F what) {
    sleeper().tell<Do>([what](Sleeper&, context& ctx) { what(ctx); });
    kit.settle();
  }
  akt::error refusal(std::function<akt::result<akt::timer>(context&)> of) {
    std::optional<akt::error> why;
    tell([&](context& ctx) { why = error_of(of(ctx)); });
    return why.value_or(akt::error(errc::unknown));
  }

private:
  akt::actor_ref<Sleeper> sleeper_;
};

// SCHED-01
TEST_F(schedules, send_one_message_once) {
  tell([](context& ctx) { ctx.schedule_once<Ring>(20ms, 1); });
  kit.advance(19ms);
  EXPECT_EQ(seen, journal{});
  kit.advance(10s);
  EXPECT_EQ(seen, journal{"1@20"});
}

// SCHED-02
TEST_F(schedules, send_a_message_again_and_again_until_they_are_cancelled) {
  akt::timer t;
  tell([&](context& ctx) { t = ctx.schedule_every(10ms, Ring{1}); });
  kit.advance(35ms);
  EXPECT_EQ(seen, (journal{"1@10", "1@20", "1@30"}));
  tell([&](context& ctx) { EXPECT_TRUE(ctx.cancel(t)); });
  kit.advance(10s);
  EXPECT_EQ(seen.size(), 3u);
}

TEST_F(schedules, of_few_bytes_send_also_what_has_a_large_reply) {
  tell([](context& ctx) {
    for (int i = 0; i < 50; ++i) ctx.schedule_once<Measure>(10ms, i);
  });
  kit.advance(10ms);
  EXPECT_EQ(seen.size(), 50u);
  for (int i = 0; i < 50; ++i) EXPECT_EQ(kit.await(sleeper().ask<Measure>(i)).value().bytes[9], 0);
}

TEST_F(schedules, of_one_time_send_in_the_order_in_which_they_were_made) {
  tell([](context& ctx) {
    ctx.schedule_once<Ring>(20ms, 1);
    ctx.schedule_once<Ring>("k", 20ms, 2);
    ctx.schedule_every(10ms, Ring{3});
  });
  kit.advance(10ms);
  tell([](context& ctx) { ctx.schedule_once<Ring>(10ms, 4); });
  kit.advance(10ms);
  EXPECT_EQ(seen, (journal{"3@10", "1@20", "2@20", "3@20", "4@20"}));
}

TEST_F(schedules, behind_one_that_was_cancelled_send_at_their_time) {
  tell([](context& ctx) {
    ctx.schedule_once<Ring>(20ms, 1);
    akt::timer last = ctx.schedule_once<Ring>(20ms, 2);
    EXPECT_TRUE(ctx.cancel(last));
    ctx.schedule_once<Ring>(20ms, 3);
    ctx.schedule_once<Ring>(20ms, 4);
  });
  kit.advance(1s);
  EXPECT_EQ(seen, (journal{"1@20", "3@20", "4@20"}));
}

TEST_F(schedules, keep_their_grid_whatever_happens_between) {
  tell([](context& ctx) { ctx.schedule_every(10ms, Ring{1}); });
  kit.advance(5ms);
  sleeper().tell<Rest>(32ms); // until 37
  kit.advance(60ms);
  EXPECT_EQ(seen, (journal{"1@37", "1@40", "1@50", "1@60"}));
}

TEST_F(schedules, have_one_message_in_the_mailbox_of_an_actor_that_is_late) {
  tell([](context& ctx) { ctx.schedule_every(1ms, Ring{1}); });
  sleeper().tell<Rest>(1s);
  kit.settle();
  std::uint64_t before = system().fates().sent;
  kit.advance(900ms);
  EXPECT_LE(system().fates().sent, before + 1);
  kit.advance(100ms);
  EXPECT_EQ(seen, journal{"1@1000"});
}

// SCHED-10
TEST_F(schedules, without_a_delay_send_at_once_behind_what_waits) {
  sleeper().tell<Do>([](Sleeper&, context& ctx) { ctx.schedule_once<Ring>(0ms, 2); });
  sleeper().tell<Ring>(1);
  sleeper().tell<Do>([](Sleeper&, context& ctx) { ctx.schedule_once<Ring>(akt::duration(1), 3); });
  kit.advance(1ms);
  EXPECT_EQ(seen, (journal{"1@0", "2@0", "3@0"}));
}

TEST_F(schedules, that_are_cancelled_with_their_message_in_the_mailbox_are_not_handled) {
  akt::timer once;
  tell([&](context& ctx) {
    once = ctx.schedule_once<Ring>(5ms, 1);
    ctx.schedule_once<Ring>("key", 5ms, 2);
    ctx.schedule_every("tick", 5ms, Ring{3});
  });
  sleeper().tell<Rest>(10ms);
  sleeper().tell<Do>([&](Sleeper&, context& ctx) {
    EXPECT_TRUE(ctx.cancel(once));
    EXPECT_TRUE(ctx.cancel("key"));
    EXPECT_TRUE(ctx.cancel("tick"));
  });
  kit.advance(1s);
  EXPECT_EQ(seen, journal{});
  EXPECT_EQ(fates(fate::cancelled), 3u);
}

// SCHED-05: akt answers cancel with false, not with an error.
TEST_F(schedules, that_are_not_there_are_not_cancelled) {
  tell([](context& ctx) {
    akt::timer t = ctx.schedule_once<Ring>(1ms, 1);
    EXPECT_TRUE(ctx.cancel(t));
    EXPECT_FALSE(ctx.cancel(t));
    EXPECT_FALSE(ctx.cancel("nobody"));
    EXPECT_FALSE(ctx.cancel(""));
    EXPECT_FALSE(ctx.cancel(akt::timer{}));
    ctx.schedule_once<Ring>("k", 1ms, 2);
    EXPECT_TRUE(ctx.cancel("k"));
    EXPECT_FALSE(ctx.cancel("k"));
  });
  kit.advance(10ms);
  EXPECT_EQ(seen, journal{});
}

TEST_F(schedules, of_another_actor_are_not_cancelled) {
  akt::timer mine, other;
  tell([&](context& ctx) { mine = ctx.schedule_once<Ring>(1ms, 1); });
  auto second = system().spawn<Sleeper>("second", &kit, &seen);
  second.tell<Do>([&](Sleeper&, context& ctx) {
    other = ctx.schedule_once<Ring>(5ms, 2);
    EXPECT_FALSE(ctx.cancel(mine));
  });
  kit.advance(10ms);
  EXPECT_EQ(mine.number, other.number) << "they differ in their actor";
  EXPECT_EQ(seen.size(), 2u);
}

TEST_F(schedules, with_a_key_replace_the_one_that_has_it) {
  tell([](context& ctx) {
    akt::timer first = ctx.schedule_once<Ring>("beat", 10ms, 1);
    ctx.schedule_every("beat", 20ms, Ring{2});
    ctx.schedule_once<Ring>("other", 30ms, 3);
    EXPECT_FALSE(ctx.cancel(first));
  });
  kit.advance(39ms);
  EXPECT_EQ(seen, (journal{"2@20", "3@30"}));
  tell([](context& ctx) { ctx.schedule_once<Ring>("beat", 20ms, 4); });
  kit.advance(1s);
  EXPECT_EQ(seen, (journal{"2@20", "3@30", "4@59"}));
}

TEST_F(schedules, that_were_replaced_in_the_mailbox_are_not_handled) {
  tell([](context& ctx) { ctx.schedule_once<Ring>("k", 5ms, 1); });
  sleeper().tell<Rest>(10ms);
  sleeper().tell<Do>([](Sleeper&, context& ctx) { ctx.schedule_once<Ring>("k", 5ms, 2); });
  kit.advance(1s);
  EXPECT_EQ(seen, journal{"2@15"});
  EXPECT_EQ(fates(fate::cancelled), 1u);
}

TEST_F(schedules, that_have_rung_once_can_be_made_anew_and_not_cancelled) {
  tell([](context& ctx) { ctx.schedule_once<Ring>("k", 5ms, 1); });
  sleeper().tell<Do>([](Sleeper& self, context&) {
    self.then = [n = 1](context& ctx) mutable {
      EXPECT_FALSE(ctx.cancel("k"));
      if (++n < 4) ctx.schedule_once<Ring>("k", 5ms, n);
    };
  });
  kit.advance(1s);
  EXPECT_EQ(seen, (journal{"1@5", "2@10", "3@15"}));
}

TEST_F(schedules, can_be_cancelled_by_the_message_that_they_send) {
  sleeper().tell<Do>([](Sleeper& self, context& ctx) {
    akt::timer t = ctx.schedule_every(5ms, Ring{1});
    self.then = [t](context& c) { EXPECT_TRUE(c.cancel(t)); };
  });
  kit.advance(1s);
  EXPECT_EQ(seen, journal{"1@5"});
}

// SCHED-09, SCHED-11
TEST_F(schedules, end_with_their_actor) {
  tell([this](context& ctx) {
    ctx.schedule_once<Noted>("k", 5ms, 1, witness(&alive));
    ctx.schedule_every(10ms, Noted{2, witness(&alive)});
    ctx.schedule_every(3ms, Ring{3});
  });
  EXPECT_EQ(alive, 2);
  sleeper().tell<Rest>(4ms);
  kit.advance(3ms); // one is in the mailbox
  sleeper().stop();
  kit.advance(1ms);
  EXPECT_EQ(alive, 0);
  kit.advance(1s);
  EXPECT_EQ(seen, journal{"3@4"});
}

TEST_F(schedules, that_ring_as_their_actor_is_stopped_now_have_a_fate) {
  tell([](context& ctx) { ctx.schedule_once<Ring>(5ms, 1); });
  sleeper().tell<Rest>(1s);
  kit.advance(6ms);
  sleeper().stop(akt::now);
  kit.advance(1s);
  EXPECT_EQ(seen, journal{});
  EXPECT_EQ(fates(fate::stopped), 1u);
}

TEST_F(schedules, do_not_reach_whoever_lives_in_the_cell_next) {
  tell([](context& ctx) { ctx.schedule_once<Ring>(5ms, 1); });
  sleeper().stop(akt::now);
  kit.settle();
  for (int i = 0; i < 3; ++i) {
    auto next = system().spawn<Sleeper>(akt::anonymous, &kit, &seen);
    next.tell<Do>([](Sleeper&, context& ctx) { ctx.schedule_once<Ring>(20ms, 2); });
  }
  kit.advance(1s);
  EXPECT_EQ(seen, (journal{"2@20", "2@20", "2@20"}));
}

TEST_F(schedules, with_a_key_stay_when_their_actor_restarts_and_the_others_end) {
  tell([this](context& ctx) {
    ctx.schedule_every("kept", 10ms, Ring{1});
    ctx.schedule_once<Noted>("once", 25ms, 2, witness(&alive));
    ctx.schedule_every(10ms, Ring{3});
    ctx.schedule_once<Noted>(25ms, 4, witness(&alive));
  });
  EXPECT_EQ(alive, 2);
  sleeper().restart();
  kit.settle();
  EXPECT_EQ(alive, 1);
  kit.advance(30ms);
  EXPECT_EQ(seen, (journal{"1@10", "1@20", "2@25", "1@30"}));
}

/// Schedules another one when it is dropped.
struct Stubborn {
  context* ctx = nullptr;
  explicit Stubborn(context* c) noexcept : ctx(c) {}
  Stubborn(Stubborn&& other) noexcept : ctx(std::exchange(other.ctx, nullptr)) {}
  ~Stubborn() {
    if (ctx) (void)ctx->try_schedule_once<Ring>(1s, 7);
  }
};

TEST_F(schedules, that_end_with_a_restart_begin_no_others) {
  tell([](context& ctx) {
    for (int i = 0; i < 3; ++i)
      ctx.schedule_once<Do>(1h, [last = std::make_shared<Stubborn>(&ctx)](Sleeper&, context&) {});
  });
  sleeper().restart();
  kit.advance(2h);
  EXPECT_EQ(seen, journal{});
}

TEST_F(schedules, wait_like_other_mail_while_their_actor_is_suspended) {
  tell([](context& ctx) { ctx.schedule_every(10ms, Ring{1}); });
  sleeper().suspend();
  kit.advance(95ms);
  EXPECT_EQ(seen, journal{});
  sleeper().reinstate();
  kit.advance(5ms);
  EXPECT_EQ(seen, (journal{"1@95", "1@100"}));
}

TEST_F(schedules, go_on_when_a_message_fails_that_a_supervisor_forgives) {
  auto forgiving = akt::supervisor().otherwise(akt::directive::resume);
  auto a = system().spawn<Sleeper>(akt::spawn_options{.supervise = forgiving}, &kit, &seen);
  a.tell<Do>([](Sleeper& self, context& ctx) {
    ctx.schedule_every(10ms, Ring{1});
    self.then = [](context&) { throw std::runtime_error("no"); };
  });
  kit.advance(25ms);
  EXPECT_EQ(seen, (journal{"1@10", "1@20"}));
  EXPECT_EQ(fates(fate::failed), 2u);
}

TEST_F(schedules, whose_message_cannot_be_copied_fail_it_and_go_on) {
  auto forgiving = akt::supervisor().otherwise(akt::directive::resume);
  auto a = system().spawn<Sleeper>(akt::spawn_options{.supervise = forgiving}, &kit, &seen);
  bool breaks = false;
  a.tell<Do>([&](Sleeper&, context& ctx) { ctx.schedule_every(10ms, Brittle(&breaks)); });
  kit.advance(15ms);
  breaks = true;
  kit.advance(10ms);
  breaks = false;
  kit.advance(10ms);
  EXPECT_EQ(seen, (journal{"brittle@10", "brittle@30"}));
  EXPECT_EQ(fates(fate::failed), 1u);
}

TEST_F(schedules, meet_handlers_that_wait) {
  tell([](context& ctx) {
    ctx.schedule_every("rest", 10ms, Rest{15ms});
    ctx.schedule_once<Ring>(12ms, 1);
  });
  kit.advance(30ms); // until 25, and again at once
  EXPECT_EQ(seen, journal{"1@25"});
  sleeper().stop(akt::now);
  kit.settle();
  EXPECT_EQ(fates(fate::cancelled), 1u);
}

TEST_F(schedules, cost_one_message_each_time) {
  tell([](context& ctx) { ctx.schedule_every(10ms, Ring{1}); });
  const auto before = system().fates().sent;
  kit.advance(100ms);
  EXPECT_EQ(system().fates().sent, before + 10);
  EXPECT_EQ(fates(fate::handled), system().fates().sent);
}

TEST_F(schedules, out_of_range_are_refused) {
  auto bad = [&](akt::error e) { return e.code() == akt::make_error_code(errc::invalid_argument); };
  EXPECT_TRUE(bad(refusal([](context& c) { return c.try_schedule_once<Ring>(-1ms, 1); })));
  EXPECT_TRUE(bad(refusal([](context& c) { return c.try_schedule_every(0ms, Ring{}); })));
  EXPECT_TRUE(bad(refusal([](context& c) { return c.try_schedule_every(-1ms, Ring{}); })));
  EXPECT_TRUE(bad(refusal([](context& c) { return c.try_schedule_once<Ring>(577h, 1); })));
  EXPECT_TRUE(bad(refusal([](context& c) { return c.try_schedule_every("k", 577h, Ring{}); })));
  EXPECT_TRUE(bad(refusal([](context& c) { return c.try_schedule_once<Ring>("", 1ms, 1); })));
  const std::string longest(255, 'k');
  EXPECT_TRUE(
      bad(refusal([&](context& c) { return c.try_schedule_once<Ring>(longest + "k", 1ms, 1); })));
  tell([&](context& c) {
    EXPECT_TRUE(c.try_schedule_once<Ring>(longest, 1ms, 1));
    EXPECT_TRUE(c.try_schedule_once<Ring>(576h, 2));
    EXPECT_TRUE(c.cancel(longest));
  });
  EXPECT_EQ(seen, journal{});
}

TEST_F(schedules, that_are_refused_fail_a_handler_that_does_not_look) {
  sleeper().tell<Do>([](Sleeper&, context& ctx) { ctx.schedule_every(0ms, Ring{}); });
  kit.settle();
  EXPECT_EQ(fates(fate::failed), 1u);
}

class bounded_schedules : public budgets {
protected:
  journal seen;
};

TEST_F(bounded_schedules, of_one_actor_are_at_most_timers_max) {
  akt::testkit::kit_options options;
  options.system.timers_max = 3;
  kit.emplace(options);
  auto a = kit->system().spawn<Sleeper>("a", &*kit, &seen);
  a.tell<Do>([](Sleeper&, context& ctx) {
    akt::timer first = ctx.schedule_once<Ring>(10ms, 1);
    ctx.schedule_once<Ring>("two", 10ms, 2);
    ctx.schedule_once<Ring>(10ms, 3);
    EXPECT_EQ(error_of(ctx.try_schedule_once<Ring>(10ms, 4)).code(),
              akt::make_error_code(errc::over_budget));
    EXPECT_TRUE(ctx.try_schedule_once<Ring>("two", 10ms, 5)) << "it takes the other's place";
    EXPECT_FALSE(ctx.try_schedule_once<Ring>("six", 10ms, 6));
    EXPECT_TRUE(ctx.cancel(first));
    EXPECT_TRUE(ctx.try_schedule_once<Ring>(10ms, 7));
  });
  kit->advance(1s);
  EXPECT_EQ(seen, (journal{"3@10", "5@10", "7@10"}));
}

TEST_F(bounded_schedules, without_memory_are_refused_and_later_ones_are_not) {
  make(8 << 20);
  auto a = kit->system().spawn<Sleeper>("a", &*kit, &seen);
  a.tell<Do>([](Sleeper&, context& ctx) {
    ctx.schedule_once<Ring>(10ms, 1);
    {
      drought dry;
      EXPECT_EQ(error_of(ctx.try_schedule_once<Ring>(10ms, 2)), errc::over_budget);
      dry.leave_one(64); // the message, not the schedule
      EXPECT_EQ(error_of(ctx.try_schedule_every("k", 10ms, Ring{3})), errc::over_budget);
    }
    ctx.schedule_once<Ring>(10ms, 4);
  });
  kit->advance(1s);
  EXPECT_EQ(seen, (journal{"1@10", "4@10"}));
}

TEST_F(bounded_schedules, lose_a_message_without_memory_with_a_fate_and_go_on) {
  make(8 << 20);
  auto a = kit->system().spawn<Sleeper>("a", &*kit, &seen);
  std::optional<drought> dry;
  a.tell<Do>([](Sleeper&, context& ctx) { ctx.schedule_every(10ms, Large{1}); });
  kit->advance(15ms);
  a.tell<Do>([&dry](Sleeper&, context& ctx) {
    ctx.schedule_once<Do>(10ms, [&dry](Sleeper&, context&) { dry.reset(); });
    dry.emplace();
  });
  kit->advance(30ms);
  EXPECT_EQ(refused(), 1u);
  EXPECT_EQ(seen, (journal{"1@10", "1@30", "1@40"}));
}

TEST_F(bounded_schedules, of_a_few_bytes_come_also_where_memory_is_refused) {
  make(8 << 20);
  auto a = kit->system().spawn<Sleeper>("a", &*kit, &seen);
  std::optional<drought> dry;
  auto begin = [&dry](Sleeper&, context&) { dry.emplace(); };
  auto end = [&dry](Sleeper&, context&) { dry.reset(); };
  a.tell<Do>([&](Sleeper&, context& ctx) {
    ctx.schedule_once<Do>(5ms, begin);
    for (int i = 1; i <= 4; ++i) ctx.schedule_once<Ring>(10ms, i); // ticks of the heap among them
    ctx.schedule_once<Do>(20ms, end);
  });
  kit->advance(1s);
  EXPECT_EQ(refused(), 0u);
  EXPECT_EQ(seen, (journal{"1@10", "2@10", "3@10", "4@10"}));
}

} // namespace
