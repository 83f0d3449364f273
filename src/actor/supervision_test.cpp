// SPDX-License-Identifier: Apache-2.0
//
// Actors that fail, and what their supervisors make of it.
#include "supervision_test_support.hpp"

namespace supervision_test {

// SUP-01, SUP-10
TEST_F(supervised, without_rules_an_actor_that_fails_ends) {
  auto f = kit.spawn<Fragile>("f", &seen);
  f.tell<Break>("x");
  f.tell<Add>(1);
  kit.settle();
  EXPECT_EQ(seen, (journal{"f", "~f"}));
  EXPECT_EQ(error_of(system().find<Fragile>("f")), akt::errc::no_such_actor);
  EXPECT_EQ(error_of(kit.await(f.ask<Total>())), akt::errc::stopped);
  EXPECT_EQ(fates(akt::fate::failed), 1u);
}

// SUP-03
TEST_F(supervised, resume_keeps_the_state_and_consumes_the_message) {
  auto f = fragile(supervisor().otherwise(directive::resume));
  f.tell<Add>(5);
  EXPECT_EQ(error_of(kit.await(f.ask<Break>("x"))), akt::errc::failed);
  f.tell<Add>(1);
  EXPECT_EQ(total(f), 6);
  EXPECT_EQ(seen, (journal{"f"}));
}

// SUP-04, SUP-02, REST-01: whatever is thrown, the mail that waits is handled by the new object.
TEST_F(supervised, restart_makes_a_new_object_before_the_next_message) {
  auto f = fragile(supervisor().otherwise(directive::restart));
  f.tell<Add>(5);
  f.tell<Break>("int");
  f.tell<Add>(1);
  f.tell<Add>(2);
  EXPECT_EQ(total(f), 3);
  EXPECT_EQ(seen, (journal{"f", "~f", "f"}));
  EXPECT_TRUE(*system().find<Fragile>("f") == f);
}

// SUP-18, W-02, W-03
TEST_F(supervised, nothing_is_handled_between_the_failure_and_the_decision) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    journal j;
    akt::testkit::kit k({.seed = seed});
    auto f = k.system().spawn<Fragile>(
        akt::spawn_options{.supervise = supervisor()
                                            .on<std::out_of_range>(directive::restart)
                                            .otherwise(directive::resume)},
        &j);
    for (int round = 0; round < 3; ++round) {
      f.tell<Add>(100);
      f.tell<Break>("range");
      f.tell<Add>(1);
      EXPECT_EQ(k.await(f.ask<Total>()).value(), 1) << seed;
    }
  }
}

// SUP-08, SPAWN-10, W-11
TEST_F(supervised, failing_without_a_throw_is_a_failure) {
  auto f = fragile(supervisor().on(akt::errc::rejected, directive::restart));
  f.tell<Add>(5);
  auto answer = kit.await(f.ask<GiveUp>());
  EXPECT_EQ(error_of(answer), akt::errc::failed);
  EXPECT_NE(answer.error().message().find("tired"), std::string::npos);
  EXPECT_EQ(total(f), 0);
  EXPECT_EQ(fates(akt::fate::failed), 1u);
}

struct Both {};
struct FailsTwice {
  void on(Both, akt::context<FailsTwice>& ctx) {
    ctx.fail(akt::error(akt::errc::rejected, "first"));
    throw std::runtime_error("second");
  }
};

TEST_F(supervised, failing_and_throwing_is_one_failure) {
  auto f = system().spawn<FailsTwice>(
      akt::spawn_options{.supervise = supervisor().otherwise(directive::resume)});
  auto answer = kit.await(f.ask<Both>());
  EXPECT_NE(error_of(answer).message().find("first"), std::string::npos);
  EXPECT_EQ(fates(akt::fate::failed), 1u);
}

// SUP-07, W-03, unlike there, what no rule matches stops: suspending is a directive.
TEST_F(supervised, suspend_keeps_mail_until_somebody_decides) {
  auto f = fragile(supervisor().otherwise(directive::suspend));
  f.tell<Add>(5);
  f.tell<Break>("x");
  f.tell<Add>(1);
  kit.settle();
  auto waiting = later(f.ask<Total>());
  kit.settle();
  EXPECT_FALSE(*waiting);
  f.reinstate();
  kit.settle();
  ASSERT_TRUE(*waiting);
  EXPECT_EQ((*waiting)->value(), 6);
}

// SUP-16
TEST_F(supervised, a_suspended_actor_may_be_restarted_or_stopped) {
  auto f = fragile(supervisor().on<int>(directive::restart).otherwise(directive::suspend));
  f.tell<Add>(5);
  f.tell<Break>("x");
  f.tell<Add>(1);
  kit.settle();
  f.restart();
  EXPECT_EQ(total(f), 1);
  f.tell<Break>("x");
  f.tell<Add>(1);
  kit.settle();
  f.stop();
  kit.settle();
  EXPECT_EQ(system().actors_alive(), 0u);
  EXPECT_EQ(fates(akt::fate::stopped), 2u) << "the message that waited, and the stop behind it";
}

// SUP-14
TEST_F(supervised, a_shared_supervisor_holds_for_the_others_when_one_ends) {
  const auto rules = supervisor().otherwise(directive::resume);
  std::vector<akt::actor_ref<Fragile>> all;
  for (int i = 0; i < 100; ++i) all.push_back(fragile(rules, "f" + std::to_string(i)));
  all[0].stop();
  all[1].tell<Break>("x");
  kit.settle();
  for (std::size_t i = 1; i < all.size(); ++i) {
    all[i].tell<Break>("x");
    EXPECT_EQ(total(all[i]), 0);
  }
}

struct Owner {
  explicit Owner(std::unique_ptr<int> p) : value(std::move(p)) {}
  int on(Total) const { return *value; }
  void on(const Break&) { throw std::runtime_error("x"); }
  std::unique_ptr<int> value;
};

TEST_F(supervised, what_cannot_be_made_anew_ends) {
  auto o = system().spawn<Owner>(
      akt::spawn_options{.supervise = supervisor().otherwise(directive::restart)},
      std::make_unique<int>(1));
  EXPECT_EQ(kit.await(o.ask<Total>()).value(), 1);
  o.tell<Break>("x");
  kit.settle();
  EXPECT_EQ(system().actors_alive(), 0u);
}

TEST_F(supervised, a_factory_makes_what_has_arguments_that_cannot_be_copied) {
  int made = 0;
  auto o = system().spawn_with<Owner>(
      akt::spawn_options{.supervise = supervisor().otherwise(directive::restart)},
      [&made] { return Owner(std::make_unique<int>(++made)); });
  o.tell<Break>("x");
  EXPECT_EQ(kit.await(o.ask<Total>()).value(), 2);
  o.restart();
  EXPECT_EQ(kit.await(o.ask<Total>()).value(), 3);
}

TEST_F(supervised, a_predicate_that_throws_ends_the_actor) {
  auto f = fragile(supervisor().on<std::invalid_argument>(
      [](const std::invalid_argument&) -> bool { throw std::runtime_error("no idea"); },
      directive::resume));
  f.tell<Break>("x");
  kit.settle();
  EXPECT_EQ(system().actors_alive(), 0u);
}

TEST_F(supervised, the_systems_default_holds_for_those_without_rules_of_their_own) {
  akt::testkit::kit k({.system = {.supervise = supervisor().otherwise(directive::resume)}});
  auto f = k.spawn<Fragile>("f", &seen);
  auto unnamed = k.spawn<Fragile>(akt::anonymous, &seen);
  f.tell<Break>("x");
  unnamed.tell<Break>("x");
  k.settle();
  EXPECT_EQ(k.system().actors_alive(), 2u);
}

// W-28: a predicate on the error may throw as well.
TEST_F(supervised, a_predicate_on_the_error_that_throws_ends_the_actor) {
  auto f = fragile(supervisor().when(
      [](const akt::error&) -> bool { throw std::runtime_error("no idea"); }, directive::resume));
  f.tell<Break>("x");
  kit.settle();
  EXPECT_EQ(system().actors_alive(), 0u);
}

struct Adopt {};
struct Guardian {
  akt::actor_ref<Fragile> on(Adopt, akt::context<Guardian>& ctx) {
    return ctx.spawn<Fragile>("child", seen, "child");
  }
  journal* seen;
};

// W-12
TEST_F(supervised, the_systems_default_holds_for_children_too) {
  akt::testkit::kit k({.system = {.supervise = supervisor().otherwise(directive::resume)}});
  auto child = k.await(k.spawn<Guardian>("guardian", &seen).ask<Adopt>()).value();
  child.tell<Break>("x");
  k.settle();
  EXPECT_EQ(k.system().actors_alive(), 2u);
}

// W-06
TEST_F(supervised, a_suspended_actor_keeps_its_name) {
  auto f = fragile(supervisor().otherwise(directive::suspend));
  f.tell<Break>("x");
  kit.settle();
  EXPECT_EQ(error_of(system().try_spawn<Fragile>("f", &seen)), akt::errc::name_taken);
  kit.settle();
  EXPECT_EQ(system().actors_alive(), 1u);
  EXPECT_EQ(times("f"), 1);
}

struct Again {};
struct Restarter {
  explicit Restarter(int* objects) { ++*objects; }
  void on(Again, akt::context<Restarter>& ctx) { ctx.self().restart(); }
};

// REST-11, REST-13, W-07
TEST_F(supervised, an_actor_may_restart_itself) {
  int objects = 0;
  auto r = system().spawn<Restarter>(akt::spawn_options{.restartable = true}, &objects);
  r.tell<Again>();
  r.tell<Again>();
  kit.settle();
  EXPECT_EQ(objects, 3);
  EXPECT_EQ(system().actors_alive(), 1u);
}

} // namespace supervision_test
