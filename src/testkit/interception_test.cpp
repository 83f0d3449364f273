// SPDX-License-Identifier: Apache-2.0
#include "akt/testkit.hpp"
#include "akt/testkit/gtest.hpp"

#include <gtest/gtest.h>

namespace interception_test {

using namespace std::chrono_literals;
using akt::sim::arrival;
using akt::sim::delay;
using akt::sim::drop;
using akt::sim::pass;

struct Note {
  int n = 0;
  friend bool operator==(const Note&, const Note&) = default;
};
struct Other {};
struct Question {};
struct Nap {};
struct Countdown {
  int from = 0;
};
using Notes = akt::protocol<void(Note)>;

/// Tells what it is told, answers, sleeps, and counts down by telling itself.
struct Clerk {
  using messages = akt::protocol<void(Note), int(Question), void(Nap), void(Countdown)>;
  akt::actor_ref<Notes> out;

  void on(const Note& m) const { out.tell<Note>(m.n); }
  int on(const Question&) const { return 42; }
  akt::task<> on(Nap, akt::context<Clerk>& ctx) {
    co_await ctx.sleep(1h);
    ctx.self().tell<Note>(100);
  }
  void on(const Countdown& m, akt::context<Clerk>& ctx) const {
    out.tell<Note>(m.from);
    if (m.from > 0) ctx.self().tell<Countdown>(m.from - 1);
  }
};

/// Tells itself while it starts.
struct Early {
  akt::actor_ref<Notes> out;
  void on(const akt::started&, akt::context<Early>& ctx) const {
    ctx.self().tell<Note>(1);
    ctx.self().tell<Note>(2);
  }
  void on(const Note& m) const { out.tell<Note>(m.n); }
};

/// Hears of dead letters.
struct Mourner {
  int* letters;
  void on(const akt::started&, akt::context<Mourner>& ctx) const {
    ctx.subscribe(ctx.system().dead_letters());
  }
  void on(const akt::dead_letter&) const { ++*letters; }
};

/// Waits while it starts.
struct Late {
  akt::task<> on(const akt::started&, akt::context<Late>& ctx) { co_await ctx.sleep(1h); }
};

struct interceptions : testing::Test {
  interceptions() { akt::testkit::use(akt::testkit::googletest()); }

  std::uint64_t fates(akt::fate f) { return kit.system().fates()[f]; }

  int letters = 0; // outlives the kit
  akt::testkit::kit kit;
  akt::testkit::probe<Note, Other> out{kit};
  akt::actor_ref<Clerk> clerk = kit.spawn<Clerk>("clerk", akt::actor_ref<Notes>(out.ref()));
};

TEST_F(interceptions, drop_the_messages_that_they_name) {
  kit.intercept<Note>([](const Note& m) { return m.n == 2 ? drop : pass; });
  for (int n : {1, 2, 3}) clerk.tell<Note>(n);
  out.expect(Note{1});
  out.expect(Note{3});
  out.expect_none_within(1h);
}

TEST_F(interceptions, give_a_dropped_message_the_fate_cancelled) {
  (void)kit.spawn<Mourner>("mourner", &letters);
  kit.settle();
  kit.intercept<Note>([](const Note&, const arrival& a) {
    return a.receiver() == "akt://test/clerk" ? drop : pass;
  });
  clerk.tell<Note>(1);
  kit.settle();
  EXPECT_EQ(fates(akt::fate::cancelled), 1u);
  EXPECT_EQ(letters, 0) << "no dead letter";
  EXPECT_EQ(kit.system().fates().in_flight, 0u);
  EXPECT_TRUE(kit.world().conserved());
  out.expect_none();
}

TEST_F(interceptions, let_the_asker_of_a_dropped_ask_time_out) {
  kit.intercept<Question>([](const Question&, const arrival& a) {
    EXPECT_TRUE(a.asked());
    return drop;
  });
  auto before = kit.world().now();
  EXPECT_EQ(kit.await(clerk.ask<Question>().within(3s)).error(), akt::errc::timeout);
  EXPECT_EQ(kit.world().now() - before, akt::duration(3s));
}

TEST_F(interceptions, delay_by_virtual_time_and_let_later_ones_overtake) {
  kit.intercept<Note>([](const Note& m, const arrival& a) {
    return m.n == 1 && a.receiver() == "akt://test/clerk" ? delay(10min) : pass;
  });
  clerk.tell<Note>(1);
  clerk.tell<Note>(2);
  out.expect(Note{2});
  EXPECT_TRUE(kit.world().conserved());
  out.expect_none_within(10min - 1ms);
  kit.advance(1ms);
  out.expect(Note{1});
}

TEST_F(interceptions, delay_no_time_or_less_not_at_all) {
  EXPECT_EQ(delay(0s).what, akt::sim::verdict::kind::pass);
  EXPECT_EQ(delay(-1s).what, akt::sim::verdict::kind::pass);
}

TEST_F(interceptions, delay_an_ask_and_its_answer_comes_later) {
  kit.intercept<Question>([](const Question&) { return delay(2s); });
  auto before = kit.world().now();
  EXPECT_EQ(kit.await(clerk.ask<Question>()).value(), 42);
  EXPECT_EQ(kit.world().now() - before, akt::duration(2s));
}

TEST_F(interceptions, only_look_if_they_return_nothing) {
  std::vector<std::string> log;
  kit.intercept([&](const arrival& a) {
    log.push_back(a.receiver() + " " + std::string(a.type()) + (a.asked() ? "?" : ""));
    EXPECT_EQ(a.as<Other>(), nullptr);
  });
  clerk.tell<Note>(1);
  kit.settle();
  EXPECT_EQ(kit.await(clerk.ask<Question>()).value(), 42);
  ASSERT_EQ(log.size(), 3u);
  EXPECT_EQ(log[0], "akt://test/clerk interception_test::Note");
  EXPECT_TRUE(log[1].starts_with("akt://test/$")) << log[1];
  EXPECT_EQ(log[2], "akt://test/clerk interception_test::Question?");
  out.expect(Note{1});
}

TEST_F(interceptions, know_the_receiver_by_its_reference) {
  kit.intercept([&](const arrival& a) { return a.is_for(out.ref()) ? drop : pass; });
  clerk.tell<Note>(1);
  kit.settle();
  EXPECT_EQ(fates(akt::fate::cancelled), 1u);
  out.expect_none();
}

TEST_F(interceptions, of_which_the_first_that_does_not_pass_decides) {
  int second = 0;
  kit.intercept<Note>([](const Note& m) { return m.n == 1 ? drop : pass; });
  kit.intercept<Note>([&](const Note&) {
    ++second;
    return drop;
  });
  clerk.tell<Note>(1);
  clerk.tell<Note>(2);
  kit.settle();
  EXPECT_EQ(second, 1);
  EXPECT_EQ(fates(akt::fate::cancelled), 2u);
}

TEST_F(interceptions, end_when_they_are_no_longer_wanted) {
  kit.intercept<Note>([](const Note&) { return drop; });
  clerk.tell<Note>(1);
  kit.settle();
  kit.stop_intercepting();
  clerk.tell<Note>(2);
  out.expect(Note{2});
  out.expect_none();
}

TEST_F(interceptions, see_what_an_actor_tells_itself) {
  kit.intercept<Countdown>([](const Countdown& m) { return m.from == 1 ? drop : pass; });
  clerk.tell<Countdown>(3);
  out.expect(Note{3});
  out.expect(Note{2});
  out.expect_none();
}

TEST_F(interceptions, see_what_an_actor_tells_itself_while_it_starts) {
  kit.intercept<Note>([](const Note&, const arrival& a) {
    return a.receiver() == "akt://test/early" ? drop : pass;
  });
  kit.spawn<Early>("early", akt::actor_ref<Notes>(out.ref()));
  out.expect_none();
  EXPECT_EQ(fates(akt::fate::cancelled), 2u);
}

TEST_F(interceptions, see_what_an_actor_tells_itself_when_it_goes_on) {
  kit.intercept<Note>([](const Note&, const arrival& a) {
    return a.receiver() == "akt://test/clerk" ? drop : pass;
  });
  clerk.tell<Nap>();
  out.expect_none_within(2h);
  EXPECT_EQ(fates(akt::fate::cancelled), 1u);
}

TEST_F(interceptions, look_once_at_each_message) {
  int looks = 0;
  kit.intercept<Note>([&](const Note& m, const arrival& a) {
    if (a.receiver() != "akt://test/clerk") return pass;
    ++looks;
    return m.n % 2 ? delay(1min) : pass;
  });
  clerk.tell<Nap>(); // while it waits, mail does too
  for (int n = 0; n < 10; ++n) clerk.tell<Note>(n);
  kit.advance(3h);
  EXPECT_EQ(looks, 11) << "ten, and what it told itself";
  EXPECT_EQ(out.count(), 11u);
}

TEST_F(interceptions, keep_the_order_of_what_they_let_pass) {
  kit.intercept([](const arrival&) { return pass; });
  for (int n = 0; n < 200; ++n) clerk.tell<Note>(n);
  for (int n = 0; n < 200; ++n) out.expect(Note{n});
}

TEST_F(interceptions, change_no_fate_of_what_they_let_pass) {
  auto run = [](bool intercepted) {
    akt::testkit::kit k;
    akt::testkit::probe<Note> heard(k);
    if (intercepted) k.intercept([](const arrival&) { return pass; });
    auto c = k.spawn<Clerk>("clerk", akt::actor_ref<Notes>(heard.ref()));
    auto e = k.spawn<Early>("early", akt::actor_ref<Notes>(heard.ref()));
    for (int n = 0; n < 5; ++n) c.tell<Note>(n);
    auto late = k.spawn<Late>("late");
    k.settle();
    EXPECT_TRUE(k.world().conserved());
    late.stop(akt::now);
    c.tell<Nap>();
    k.settle();
    for (int n = 0; n < 3; ++n) c.tell<Note>(n);
    c.stop(akt::now);
    e.stop();
    e.tell<Note>(3);
    k.settle();
    auto report = k.system().fates();
    return std::vector<std::uint64_t>{report.sent, report[akt::fate::handled],
                                      report[akt::fate::stopped], report[akt::fate::cancelled]};
  };
  EXPECT_EQ(run(true), run(false));
}

TEST_F(interceptions, leave_signals_alone) {
  kit.intercept([](const arrival&) { return drop; });
  out.watch(clerk);
  clerk.stop();
  out.expect_terminated(clerk);
}

TEST_F(interceptions, of_an_actor_that_ends_meanwhile_make_a_dead_letter_of_what_is_delayed) {
  kit.intercept<Note>([](const Note&) { return delay(1h); });
  clerk.tell<Note>(1);
  kit.settle();
  clerk.stop();
  (void)kit.spawn<Mourner>("mourner", &letters);
  kit.advance(2h);
  EXPECT_EQ(fates(akt::fate::stopped), 1u);
  EXPECT_EQ(letters, 1);
  out.expect_none();
}

TEST_F(interceptions, lose_nothing_that_is_delayed_beyond_the_end_of_the_system) {
  kit.intercept<Note>([](const Note&) { return delay(akt::duration::max()); });
  clerk.tell<Note>(1);
  kit.settle();
  EXPECT_EQ(kit.system().fates().in_flight, 1u);
  kit.system().stop();
  EXPECT_EQ(fates(akt::fate::stopped), 1u);
  EXPECT_EQ(kit.system().fates().in_flight, 0u);
}

TEST(intercepted_runs, repeat_with_their_seed) {
  auto run = [](std::uint64_t seed) {
    akt::testkit::kit k({.seed = seed});
    akt::testkit::probe<Note> heard(k);
    k.intercept<Note>([&](const Note&) {
      std::uint64_t what = k.world().random().below(3);
      return what == 0 ? drop : what == 1 ? delay(1s) : pass;
    });
    auto one = k.spawn<Clerk>(akt::anonymous, akt::actor_ref<Notes>(heard.ref()));
    auto other = k.spawn<Clerk>(akt::anonymous, akt::actor_ref<Notes>(heard.ref()));
    for (int n = 0; n < 20; ++n) (n % 2 ? one : other).tell<Note>(n);
    k.advance(1min);
    return k.world().trace_hash();
  };
  EXPECT_EQ(run(1), run(1));
  EXPECT_NE(run(1), run(2));
}

/// Also what another node asks: its asker times out, and nothing of it stays behind.
TEST(intercepted_links, drop_what_comes_over_a_link) {
  akt::testkit::use(akt::testkit::googletest());
  akt::sim::world world;
  auto& a = world.system("a");
  auto& b = world.system("b");
  world.connect(a, b);
  (void)b.spawn<Clerk>("clerk", akt::actor_ref<Notes>());
  auto clerk = world.find<Clerk>(a, "b", "clerk").value();
  world.intercept(b, akt::sim::intercepting<Question>([](const Question&) { return drop; }));
  EXPECT_EQ(clerk.ask<Question>().within(2s).get().error(), akt::errc::timeout);
  EXPECT_EQ(b.fates()[akt::fate::cancelled], 1u);
  world.stop_intercepting(b);
  EXPECT_EQ(clerk.ask<Question>().within(2s).get().value(), 42);
}

} // namespace interception_test
