// SPDX-License-Identifier: Apache-2.0
//
// How actors come into a system: names, options, references; and what time does to them.
#include "test_support.hpp"

namespace lifecycle_test {

using namespace actor_test;

struct Other {
  int on(Ping m) { return m.n + 1; }
};

struct spawning : kit_test {};

TEST_F(spawning, gives_a_reference_at_once) {
  auto echo = kit.spawn<Echo>("echo");
  EXPECT_TRUE(static_cast<bool>(echo));
  EXPECT_TRUE(*system().find<Echo>("echo") == echo);
  EXPECT_EQ(kit.await(echo.ask<Ping>(1)).value(), 1);
}

TEST_F(spawning, takes_a_name_options_or_neither) {
  auto by_options = system().spawn<Echo>(akt::spawn_options{.name = "named"});
  EXPECT_TRUE(*system().find<Echo>("named") == by_options);
  auto unnamed = system().spawn<Echo>(akt::anonymous);
  auto unnamed_too = system().spawn<Echo>(akt::spawn_options{});
  EXPECT_FALSE(unnamed == unnamed_too);
  EXPECT_EQ(kit.await(unnamed.ask<Ping>(1)).value(), 1);
  EXPECT_EQ(system().actors_alive(), 3u);
}

// SPAWN_01: unlike there, the second spawn is an error.
TEST_F(spawning, under_a_taken_name_is_an_error_that_names_both_types) {
  kit.spawn<Echo>("x");
  kit.settle();
  auto second = system().try_spawn<Other>("x");
  EXPECT_EQ(error_of(second), akt::errc::name_taken);
  EXPECT_EQ(second.error().detail(), "x belongs to a living actor_test::Echo, wanted for a "
                                     "lifecycle_test::Other");
  EXPECT_THROW(system().spawn<Other>("x"), akt::bad_result);
  kit.settle();
  EXPECT_EQ(system().actors_alive(), 1u);
  EXPECT_EQ(kit.await(system().find<Echo>("x")->ask<Ping>(1)).value(), 1);
}

// NAME_02, NAME_03
TEST_F(spawning, under_an_invalid_name_is_an_error) {
  const std::string longest(255, 'n');
  for (std::string bad :
       {std::string(), longest + "n", std::string("$ab"), std::string("-a"), std::string("_a"),
        std::string(".a"), std::string("a b"), std::string("a/b"), std::string("\xc3\xa9"),
        std::string("a\0b", 3), std::string("akt.system")}) {
    EXPECT_EQ(error_of(system().try_spawn<Echo>(bad)), akt::errc::invalid_name) << bad;
    EXPECT_EQ(error_of(system().find<Echo>(bad)), akt::errc::no_such_actor) << bad;
  }
  kit.settle();
  EXPECT_EQ(system().actors_alive(), 0u);
  for (const std::string& good :
       {longest, std::string("a"), std::string("7"), std::string("a-b_c.d"), std::string("aktor")})
    EXPECT_TRUE(system().try_spawn<Echo>(good)) << good;
}

TEST_F(spawning, refused_destroys_the_arguments) {
  kit.spawn<Echo>("x");
  struct Holder {
    explicit Holder(witness held) : w(held) {}
    witness w;
  };
  EXPECT_FALSE(system().try_spawn<Holder>("x", witness(&alive)));
  EXPECT_FALSE(system().try_spawn<Holder>("$", witness(&alive)));
  kit.settle();
  EXPECT_EQ(alive, 0);
}

struct ThrowingCopy {
  ThrowingCopy() = default;
  ThrowingCopy(const ThrowingCopy&) { throw std::runtime_error("no copy"); }
};
struct Needy {
  explicit Needy(const ThrowingCopy&) {}
};

TEST_F(spawning, with_an_argument_that_cannot_be_copied_leaves_nothing_behind) {
  ThrowingCopy argument;
  EXPECT_THROW((void)system().try_spawn<Needy>("needy", argument), std::runtime_error);
  kit.settle();
  EXPECT_EQ(system().actors_alive(), 0u);
  EXPECT_TRUE(system().try_spawn<Echo>("needy"));
}

struct Big {
  explicit Big(int n) : first(n) {}
  int on(Ping m) { return first + m.n; }
  int first;
  char rest[100'000] = {};
};
struct alignas(64) Aligned {
  bool on(Ping) { return reinterpret_cast<std::uintptr_t>(this) % 64 == 0; }
};

TEST_F(spawning, works_for_objects_of_any_size) {
  EXPECT_EQ(kit.await(kit.spawn<Big>("big", 1).ask<Ping>(2)).value(), 3);
  EXPECT_TRUE(kit.await(kit.spawn<Aligned>("aligned").ask<Ping>(2)).value());
}

struct Aggregate {
  int a, b;
  int on(Ping) { return a * b; }
};

TEST_F(spawning, works_for_aggregates) {
  EXPECT_EQ(kit.await(kit.spawn<Aggregate>("a", 6, 7).ask<Ping>()).value(), 42);
}

TEST_F(spawning, after_the_system_stopped_is_an_error) {
  system().stop();
  EXPECT_EQ(error_of(system().try_spawn<Echo>("late")), akt::errc::stopped);
  EXPECT_EQ(error_of(system().try_spawn<Echo>(akt::anonymous)), akt::errc::stopped);
}

struct finding : kit_test {};

TEST_F(finding, checks_the_type) {
  kit.spawn<Echo>("x");
  auto wrong = system().find<Other>("x");
  EXPECT_EQ(error_of(wrong), akt::errc::wrong_type);
  EXPECT_EQ(wrong.error().detail(), "x is a actor_test::Echo, not a lifecycle_test::Other");
  EXPECT_EQ(error_of(system().find<Echo>("y")), akt::errc::no_such_actor);
}

// SPAWN_11
TEST_F(finding, a_name_that_is_used_again_finds_the_new_incarnation) {
  auto old = kit.spawn<Echo>("x");
  old.stop();
  kit.settle();
  EXPECT_EQ(error_of(system().find<Echo>("x")), akt::errc::no_such_actor);
  auto fresh = system().try_spawn<Other>("x");
  ASSERT_TRUE(fresh);
  EXPECT_FALSE(akt::any_ref(old) == akt::any_ref(*fresh));
  EXPECT_TRUE(*system().find<Other>("x") == *fresh);
  EXPECT_EQ(kit.await(fresh->ask<Ping>(1)).value(), 2);
  EXPECT_EQ(error_of(kit.await(old.ask<Ping>(1))), akt::errc::stopped);
  old.stop(akt::now); // must not reach the new one
  kit.settle();
  EXPECT_EQ(kit.await(fresh->ask<Ping>(1)).value(), 2);
}

TEST_F(finding, an_old_reference_never_reaches_the_next_owner_of_its_cell) {
  auto old = kit.spawn<Echo>(akt::anonymous);
  old.stop();
  kit.settle();
  std::vector<akt::actor_ref<Echo>> many;
  for (int i = 0; i < 200; ++i) many.push_back(kit.spawn<Echo>(akt::anonymous));
  kit.settle();
  EXPECT_EQ(error_of(kit.await(old.ask<Ping>(1))), akt::errc::stopped);
  for (auto& ref : many) EXPECT_EQ(kit.await(ref.ask<Ping>(2)).value(), 2);
}

struct Where {};
struct Here {
  std::string on(Where, akt::context<Here>& ctx) { return ctx.path(); }
};

// PID-03
TEST_F(finding, paths_tell_named_from_unnamed_actors) {
  EXPECT_EQ(kit.await(kit.spawn<Here>("me").ask<Where>()).value(), "akt://test/me");
  auto a = kit.await(kit.spawn<Here>(akt::anonymous).ask<Where>()).value();
  auto b = kit.await(kit.spawn<Here>(akt::anonymous).ask<Where>()).value();
  EXPECT_TRUE(a.starts_with("akt://test/$")) << a;
  EXPECT_NE(a, b);
}

struct Nap {
  akt::duration d;
};
class Sleeper {
public:
  explicit Sleeper(akt::actor_ref<Gate> gate) : gate_(gate) {}
  akt::task<bool> on(Nap m, akt::context<Sleeper>& ctx) {
    co_await ctx.sleep(m.d);
    co_return true;
  }
  /// A long deadline is armed first, then a shorter one.
  akt::task<int> on(Wait, akt::context<Sleeper>& ctx) {
    auto both = co_await akt::all(gate_.ask<Wait>().within(1h), gate_.ask<Wait>().within(10ms));
    co_await ctx.sleep(5ms);
    co_return std::get<0>(both).value();
  }
  int on(Ping m) { return m.n; }

private:
  akt::actor_ref<Gate> gate_;
};

struct sleeping : kit_test {
  akt::actor_ref<Gate> gate = kit.spawn<Gate>("gate");
  akt::actor_ref<Sleeper> sleeper = kit.spawn<Sleeper>("sleeper", gate);
};

TEST_F(sleeping, takes_its_time_and_keeps_mail_waiting) {
  auto nap = later(sleeper.ask<Nap>(30ms));
  kit.settle();
  auto ping = later(sleeper.ask<Ping>(1));
  kit.advance(29ms);
  EXPECT_FALSE(*nap);
  EXPECT_FALSE(*ping);
  kit.advance(1ms);
  EXPECT_TRUE((*nap)->value());
  EXPECT_EQ((*ping)->value(), 1);
}

TEST_F(sleeping, no_time_or_less_does_not_wait) {
  auto before = kit.world().now();
  EXPECT_TRUE(kit.await(sleeper.ask<Nap>(akt::duration::zero())).value());
  EXPECT_TRUE(kit.await(sleeper.ask<Nap>(akt::duration::min())).value());
  EXPECT_EQ(kit.world().now(), before);
}

TEST_F(sleeping, for_ever_is_a_very_long_time) {
  auto nap = later(sleeper.ask<Nap>(akt::duration::max()).within(24h * 24));
  kit.advance(24h * 23);
  EXPECT_FALSE(*nap);
  sleeper.stop(akt::now);
  kit.settle();
  EXPECT_EQ(error_of(**nap), akt::errc::cancelled);
}

TEST_F(sleeping, and_asking_share_one_timer) {
  auto waited = later(sleeper.ask<Wait>());
  kit.advance(20ms);
  EXPECT_FALSE(*waited);
  gate.tell<Open>(3);
  kit.settle();
  EXPECT_FALSE(*waited) << "it sleeps";
  kit.advance(5ms);
  EXPECT_EQ((*waited)->value(), 3);
}

} // namespace lifecycle_test
