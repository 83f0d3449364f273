// SPDX-License-Identifier: Apache-2.0
//
// Starts that take their time, names that are used again, and actors that know others by name only.
#include "test_support.hpp"

namespace spawning_test {

using namespace actor_test;

/// Handles nothing before its start is over, which takes as long as it is told.
class Slow {
public:
  Slow(akt::duration start, int* made) : start_(start) { ++*made; }
  akt::task<> on(const akt::started&, akt::context<Slow>& ctx) { co_await ctx.sleep(start_); }
  int on(Ping m) { return m.n; }

private:
  akt::duration start_;
};

struct slow_starts : kit_test {
  int made = 0;
};

// SPAWN-03: unlike there, nobody waits in spawn(); who may lose patience is an asker.
TEST_F(slow_starts, outlast_an_impatient_asker) {
  auto slow = kit.spawn<Slow>("slow", 300ms, &made);
  auto impatient = later(slow.ask<Ping>(1).within(50ms));
  auto patient = later(slow.ask<Ping>(2));
  kit.advance(50ms);
  EXPECT_EQ(error_of(**impatient), akt::errc::timeout);
  EXPECT_FALSE(*patient);
  EXPECT_TRUE(system().find<Slow>("slow"));
  kit.advance(250ms);
  EXPECT_EQ((*patient)->value(), 2);
  EXPECT_EQ(made, 1);
}

struct SpawnSlow {};
struct Spawner {
  int* made;
  void on(SpawnSlow, akt::context<Spawner>& ctx) { ctx.system().spawn<Slow>("slow", 300ms, made); }
};

// SPAWN-04: unlike there, a spawn cannot be cancelled; its spawner can end.
TEST_F(slow_starts, outlast_their_spawner) {
  auto spawner = kit.spawn<Spawner>("spawner", &made);
  spawner.tell<SpawnSlow>();
  kit.settle();
  auto answer = later(system().find<Slow>("slow")->ask<Ping>(3));
  spawner.stop(akt::now);
  kit.settle();
  EXPECT_EQ(error_of(system().find<Spawner>("spawner")), akt::errc::no_such_actor);
  EXPECT_FALSE(*answer);
  kit.advance(300ms);
  EXPECT_EQ((*answer)->value(), 3);
  EXPECT_EQ(made, 1);
}

/// Gives the name to a new actor as soon as it is told that the old one has ended.
class Heir {
public:
  explicit Heir(akt::actor_ref<Echo>* next) : next_(next) {}
  void on(Watch m, akt::context<Heir>& ctx) { ctx.watch(m.who); }
  void on(const akt::terminated&, akt::context<Heir>& ctx) {
    *next_ = ctx.system().spawn<Echo>("x");
  }

private:
  akt::actor_ref<Echo>* next_;
};

struct next_first {
  akt::actor_ref<Echo> next;
};
struct names : next_first, kit_test {};

// SPAWN-11, W-06: stop() does not wait, so that a spawn right behind it is refused.
TEST_F(names, of_actors_that_end_are_taken_until_they_have_ended_and_then_free) {
  auto old = kit.spawn<Echo>("x");
  kit.spawn<Heir>("heir", &next).tell<Watch>(old);
  kit.settle();
  old.stop();
  EXPECT_EQ(error_of(system().try_spawn<Echo>("x")), akt::errc::name_taken);
  kit.settle();
  ASSERT_TRUE(next);
  EXPECT_FALSE(next == old);
  EXPECT_TRUE(*system().find<Echo>("x") == next);
  EXPECT_EQ(kit.await(next.ask<Ping>(1)).value(), 1);
  EXPECT_EQ(error_of(kit.await(old.ask<Ping>(1))), akt::errc::stopped);
}

struct Note {
  std::string text;
};
class Ledger {
public:
  explicit Ledger(journal* seen) : seen_(seen) {}
  void on(const Note& m) { seen_->push_back(m.text); }
  int on(Ping m) { return m.n; }

private:
  journal* seen_;
};

struct AskByName {
  std::string name;
};
struct TellByName {
  std::string name;
};
struct Leave {};
struct Clerk {
  akt::task<akt::result<int>> on(AskByName m, akt::context<Clerk>& ctx) {
    auto ledger = ctx.system().find<Ledger>(m.name);
    if (!ledger) co_return std::move(ledger).error();
    co_return co_await ledger->ask<Ping>(7);
  }
  akt::result<akt::unit> on(const TellByName& m, akt::context<Clerk>& ctx) {
    auto ledger = ctx.system().find<Ledger>(m.name);
    if (!ledger) return std::move(ledger).error();
    ledger->tell<Note>("by name");
    return akt::unit{};
  }
  void on(Leave, akt::context<Clerk>& ctx) {
    ctx.stop();
    ctx.system().find<Ledger>("ledger")->tell<Note>("farewell");
  }
};

// MSG-07: unlike there, who knows a name finds the actor first, and who ends may still tell.
TEST_F(names, are_found_first_and_then_told_or_asked) {
  kit.spawn<Ledger>("ledger", &seen);
  auto clerk = kit.spawn<Clerk>("clerk");
  EXPECT_TRUE(kit.await(clerk.ask<TellByName>("ledger")));
  EXPECT_EQ(kit.await(clerk.ask<AskByName>("ledger")).value(), 7);
  EXPECT_EQ(error_of(kit.await(clerk.ask<TellByName>("nobody"))), akt::errc::no_such_actor);
  EXPECT_EQ(error_of(kit.await(clerk.ask<AskByName>("nobody"))), akt::errc::no_such_actor);
  clerk.tell<Leave>();
  kit.settle();
  EXPECT_EQ(seen, (journal{"by name", "farewell"}));
}

} // namespace spawning_test
