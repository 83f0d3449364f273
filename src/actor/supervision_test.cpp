// SPDX-License-Identifier: Apache-2.0
//
// Actors that fail, and what their supervisors make of it.
#include "test_support.hpp"

namespace supervision_test {

using namespace actor_test;
using akt::directive;
using akt::supervisor;

struct Add {
  int n;
};
struct Total {};
struct Break {
  std::string with;
};
struct GiveUp {};
struct Wait1s {};

/// Counts, breaks when it is told to, and writes down when it begins and ends.
class Fragile {
public:
  explicit Fragile(journal* seen, std::string name = "f") : seen_(seen), name_(std::move(name)) {}
  ~Fragile() { seen_->push_back("~" + name_); }
  Fragile(const Fragile&) = delete;
  Fragile& operator=(const Fragile&) = delete;
  void on(const akt::started&) { seen_->push_back(name_); }
  int on(Add m) { return total_ += m.n; }
  int on(Total) const { return total_; }
  void on(const Break& m) {
    if (m.with == "range") throw std::out_of_range(m.with);
    if (m.with == "int") throw 7; // NOLINT(hicpp-exception-baseclass)
    throw std::invalid_argument(m.with);
  }
  int on(GiveUp, akt::context<Fragile>& ctx) {
    ctx.fail(akt::error(akt::errc::rejected, "tired"));
    return 5;
  }
  akt::task<int> on(Wait1s, akt::context<Fragile>& ctx) {
    co_await ctx.sleep(1s);
    co_return ++total_;
  }

private:
  journal* seen_;
  std::string name_;
  int total_ = 0;
};

struct Brood {
  int children;
  supervisor rules;
};
struct Escalated {};

/// Has children that share a supervisor.
class Mother {
public:
  explicit Mother(journal* seen) : seen_(seen) {}
  std::vector<akt::actor_ref<Fragile>> on(const Brood& m, akt::context<Mother>& ctx) {
    std::vector<akt::actor_ref<Fragile>> all;
    for (int i = 0; i < m.children; ++i) {
      const std::string name = "child" + std::to_string(i);
      all.push_back(
          ctx.spawn<Fragile>(akt::spawn_options{.name = name, .supervise = m.rules}, seen_, name));
    }
    return all;
  }

private:
  journal* seen_;
};

struct supervised : kit_test {
  akt::actor_ref<Fragile> fragile(const supervisor& rules, const std::string& name = "f") {
    return system().spawn<Fragile>(akt::spawn_options{.name = name, .supervise = rules}, &seen,
                                   name);
  }
  std::vector<akt::actor_ref<Fragile>> brood(int n, const supervisor& rules) {
    auto mother = kit.spawn<Mother>("mother", &seen);
    auto all = kit.await(mother.ask<Brood>(n, rules)).value();
    kit.settle();
    return all;
  }
  int total(akt::actor_ref<Fragile> f) { return kit.await(f.ask<Total>()).value(); }
  std::ptrdiff_t times(const std::string& what) {
    return std::count(seen.begin(), seen.end(), what);
  }
};

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

// SUP-18
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

// SUP-08, SPAWN-10
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

TEST_F(supervised, a_failing_coroutine_is_cancelled_by_a_restart_and_goes_on_after_a_resume) {
  auto f = fragile(supervisor().otherwise(directive::restart));
  auto slow = later(f.ask<Wait1s>());
  kit.settle();
  f.restart();
  kit.settle();
  EXPECT_EQ(error_of(**slow), akt::errc::cancelled);
  EXPECT_EQ(total(f), 0);
  kit.advance(2s);
  EXPECT_EQ(total(f), 0);
}

// SUP-05
TEST_F(supervised, stop_for_all_ends_the_siblings_and_not_the_parent) {
  auto all = brood(3, supervisor().otherwise(directive::stop).one_for_all());
  all[1].tell<Break>("x");
  kit.settle();
  EXPECT_EQ(system().actors_alive(), 1u);
  EXPECT_TRUE(system().find<Mother>("mother"));
}

// SUP-06
TEST_F(supervised, restart_for_all_makes_all_siblings_anew) {
  auto all = brood(3, supervisor().otherwise(directive::restart).one_for_all());
  for (auto c : all) c.tell<Add>(7);
  all[1].tell<Break>("x");
  kit.settle();
  for (auto c : all) EXPECT_EQ(total(c), 0);
  EXPECT_EQ(times("child0") + times("child1") + times("child2"), 6);
}

TEST_F(supervised, rest_for_one_concerns_those_that_came_later) {
  auto all = brood(3, supervisor().otherwise(directive::restart).rest_for_one());
  for (auto c : all) c.tell<Add>(7);
  all[1].tell<Break>("x");
  kit.settle();
  EXPECT_EQ(total(all[0]), 7);
  EXPECT_EQ(total(all[1]), 0);
  EXPECT_EQ(total(all[2]), 0);
}

// SUP-07, unlike there, what no rule matches stops: suspending is a directive.
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

// SUP-11
TEST_F(supervised, restarts_that_are_used_up_suspend) {
  auto f = fragile(supervisor().otherwise(directive::restart).max_restarts(2, 1min));
  for (int i = 0; i < 3; ++i) f.tell<Break>("x");
  f.tell<Add>(1);
  kit.settle();
  EXPECT_EQ(times("f"), 3);
  EXPECT_EQ(error_of(kit.await(f.ask<Total>())), akt::errc::timeout);
  f.reinstate();
  EXPECT_EQ(total(f), 1);
}

TEST_F(supervised, restarts_that_are_used_up_stop_or_escalate_if_the_rules_say_so) {
  auto stops = fragile(
      supervisor().otherwise(directive::restart).max_restarts(0).when_spent(directive::stop), "s");
  auto up = fragile(
      supervisor().otherwise(directive::restart).max_restarts(0).when_spent(directive::escalate),
      "e");
  stops.tell<Break>("x");
  up.tell<Break>("x");
  kit.settle();
  EXPECT_EQ(system().actors_alive(), 0u);
}

// SUP-11: siblings count each other's failures.
TEST_F(supervised, siblings_share_their_restarts_if_one_is_for_all) {
  auto all =
      brood(2, supervisor().otherwise(directive::restart).one_for_all().max_restarts(2, 1min));
  for (int i = 0; i < 3; ++i) {
    all[static_cast<std::size_t>(i % 2)].tell<Break>("x");
    kit.settle();
  }
  for (auto c : all) EXPECT_EQ(error_of(kit.await(c.ask<Total>())), akt::errc::timeout);
  EXPECT_EQ(times("child0"), 3);
}

TEST_F(supervised, a_quiet_window_begins_a_new_count) {
  auto f = fragile(supervisor().otherwise(directive::restart).max_restarts(1, 10s));
  for (int i = 0; i < 5; ++i) {
    f.tell<Break>("x");
    kit.advance(11s);
  }
  EXPECT_EQ(total(f), 0);
  EXPECT_EQ(times("f"), 6);
}

// SUP-12
TEST_F(supervised, backoff_doubles_the_wait_and_jitters_it) {
  auto f =
      fragile(supervisor().otherwise(directive::restart).max_restarts(20, 5s).backoff(100ms, 1s));
  kit.settle();
  std::vector<akt::duration> waits;
  for (int i = 0; i < 6; ++i) {
    const auto before = times("f");
    f.tell<Break>("x");
    kit.settle();
    akt::duration waited{0};
    for (; times("f") == before; waited += 1ms) kit.advance(1ms);
    waits.push_back(waited);
  }
  const akt::duration wanted[] = {100ms, 200ms, 400ms, 800ms, 1s, 1s};
  for (std::size_t i = 0; i < waits.size(); ++i) {
    EXPECT_GE(waits[i], wanted[i] * 9 / 10 - 2ms) << i;
    EXPECT_LE(waits[i], wanted[i] * 11 / 10 + 3ms) << i;
  }
  kit.advance(6s);
  const auto before = times("f");
  f.tell<Break>("x");
  kit.advance(115ms);
  EXPECT_EQ(times("f"), before + 1) << "after a quiet window from the least again";
}

TEST_F(supervised, mail_waits_for_a_restart_that_waits_for_its_time) {
  auto f = fragile(supervisor().otherwise(directive::restart).backoff(1s, 1s));
  f.tell<Break>("x");
  f.tell<Add>(4);
  kit.settle();
  EXPECT_EQ(seen, (journal{"f", "~f"})) << "the old object goes at once";
  EXPECT_EQ(total(f), 4);
  EXPECT_EQ(times("f"), 2);
}

// SUP-13
TEST_F(supervised, nobody_is_made_anew_whose_parent_stops_meanwhile) {
  brood(1, supervisor().otherwise(directive::restart).backoff(10s, 10s))[0].tell<Break>("x");
  kit.settle();
  system().find<Mother>("mother")->stop();
  kit.advance(1min);
  EXPECT_EQ(system().actors_alive(), 0u);
  EXPECT_EQ(times("child0"), 1);
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

struct Refuses {
  explicit Refuses(int* left) {
    if (--*left >= 0) throw std::runtime_error("not yet");
  }
  int on(Ping m) const { return m.n; }
};

// LIFE-03
TEST_F(supervised, a_constructor_that_throws_is_tried_again) {
  int left = 2;
  auto r = system().spawn<Refuses>(
      akt::spawn_options{.supervise = supervisor().otherwise(directive::restart)}, &left);
  EXPECT_EQ(kit.await(r.ask<Ping>(3)).value(), 3);
  EXPECT_EQ(left, -1);
}

// LIFE-04, unlike there, how often is the supervisor's to say. REST-08
TEST_F(supervised, a_constructor_that_always_throws_is_tried_as_often_as_the_rules_say) {
  int left = 1000;
  auto r =
      system().spawn<Refuses>(akt::spawn_options{.name = "r",
                                                 .supervise = supervisor()
                                                                  .otherwise(directive::restart)
                                                                  .max_restarts(4)
                                                                  .when_spent(directive::stop)},
                              &left);
  kit.advance(1s);
  EXPECT_EQ(left, 995);
  EXPECT_EQ(error_of(kit.await(r.ask<Ping>(3))), akt::errc::stopped);
  EXPECT_EQ(error_of(system().find<Refuses>("r")), akt::errc::no_such_actor);
}

TEST_F(supervised, a_constructor_that_throws_cannot_be_resumed) {
  int left = 1;
  system().spawn<Refuses>(
      akt::spawn_options{.supervise = supervisor().otherwise(directive::resume)}, &left);
  kit.settle();
  EXPECT_EQ(system().actors_alive(), 0u);
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

struct Again {};
struct Restarter {
  explicit Restarter(int* objects) { ++*objects; }
  void on(Again, akt::context<Restarter>& ctx) { ctx.self().restart(); }
};

// REST-11, REST-13
TEST_F(supervised, an_actor_may_restart_itself) {
  int objects = 0;
  auto r = system().spawn<Restarter>(akt::spawn_options{.restartable = true}, &objects);
  r.tell<Again>();
  r.tell<Again>();
  kit.settle();
  EXPECT_EQ(objects, 3);
  EXPECT_EQ(system().actors_alive(), 1u);
}

// ---- escalation

struct Calm {
  explicit Calm(journal* s) : seen(s) {}
  akt::actor_ref<Fragile> on(const Brood& m, akt::context<Calm>& ctx) {
    return ctx.spawn<Fragile>(akt::spawn_options{.name = "child", .supervise = m.rules}, seen,
                              "child");
  }
  directive on(const akt::child_failed& news) {
    seen->push_back(news.path + ": " + std::string(news.why.detail()));
    return decision;
  }
  void on(directive d) { decision = d; }
  akt::task<> on(Wait1s, akt::context<Calm>& ctx) { co_await ctx.sleep(1s); }
  journal* seen;
  directive decision = directive::resume;
};

struct escalation : supervised {
  akt::actor_ref<Calm> parent = kit.spawn<Calm>("calm", &seen);
  akt::actor_ref<Fragile> child =
      kit.await(parent.ask<Brood>(1, supervisor().otherwise(directive::escalate))).value();
};

// SUP-09, unlike there, the handler returns what is to become of the child.
TEST_F(escalation, asks_the_parents_handler) {
  child.tell<Add>(3);
  child.tell<Break>("x");
  child.tell<Add>(4);
  EXPECT_EQ(total(child), 7);
  EXPECT_EQ(times("akt://test/calm/child: x"), 1);
  parent.tell<directive>(directive::restart);
  kit.settle();
  child.tell<Break>("y");
  kit.settle();
  EXPECT_EQ(total(child), 0);
  parent.tell<directive>(directive::stop);
  kit.settle();
  child.tell<Break>("z");
  kit.settle();
  EXPECT_EQ(system().actors_alive(), 1u);
}

TEST_F(escalation, waits_for_a_handler_that_waits) {
  parent.tell<Wait1s>();
  kit.settle();
  child.tell<Break>("x");
  kit.settle();
  EXPECT_EQ(times("akt://test/calm/child: x"), 0);
  kit.advance(1s);
  EXPECT_EQ(times("akt://test/calm/child: x"), 1);
  EXPECT_EQ(total(child), 0);
}

TEST_F(escalation, may_be_left_to_somebody_else) {
  parent.tell<directive>(directive::suspend);
  kit.settle();
  child.tell<Add>(3);
  child.tell<Break>("x");
  kit.settle();
  EXPECT_EQ(error_of(kit.await(child.ask<Total>())), akt::errc::timeout);
  child.reinstate();
  EXPECT_EQ(total(child), 3);
}

TEST_F(escalation, goes_on_where_the_handler_says_so) {
  parent.tell<directive>(directive::escalate);
  kit.settle();
  child.tell<Break>("x");
  kit.settle();
  EXPECT_EQ(system().actors_alive(), 0u) << "the parent has no rules: it ends, and its child";
}

struct Middle {
  explicit Middle(journal* s) : seen(s) { seen->push_back("middle"); }
  akt::actor_ref<Fragile> on(const Brood& m, akt::context<Middle>& ctx) {
    return ctx.spawn<Fragile>(akt::spawn_options{.name = "child", .supervise = m.rules}, seen,
                              "child");
  }
  journal* seen;
};
struct Top {
  explicit Top(journal* s) : seen(s) {}
  akt::actor_ref<Middle> on(const Brood& m, akt::context<Top>& ctx) {
    return ctx.spawn<Middle>(akt::spawn_options{.name = "middle", .supervise = m.rules}, seen);
  }
  journal* seen;
};

struct escalation_without_handlers : supervised {
  akt::actor_ref<Fragile> below(const supervisor& middle_rules) {
    auto top = kit.spawn<Top>("top", &seen);
    middle = kit.await(top.ask<Brood>(1, middle_rules)).value();
    return kit.await(middle.ask<Brood>(1, supervisor().otherwise(directive::escalate))).value();
  }
  akt::actor_ref<Middle> middle;
};

// SUP-19
TEST_F(escalation_without_handlers, climbs_until_somebody_decides) {
  auto child = below(supervisor().otherwise(directive::escalate));
  child.tell<Break>("x");
  kit.settle();
  EXPECT_EQ(system().actors_alive(), 0u) << "top has no rules: it ends, and all below it";
}

TEST_F(escalation_without_handlers, resumes_the_child_with_the_parent) {
  auto child = below(supervisor().otherwise(directive::resume));
  child.tell<Add>(2);
  child.tell<Break>("x");
  child.tell<Add>(3);
  EXPECT_EQ(total(child), 5);
  EXPECT_EQ(times("middle"), 1);
}

TEST_F(escalation_without_handlers, restarts_the_parent_and_ends_the_child_by_default) {
  auto child = below(supervisor().otherwise(directive::restart));
  child.tell<Break>("x");
  kit.settle();
  EXPECT_EQ(times("middle"), 2);
  EXPECT_EQ(system().actors_alive(), 2u);
  EXPECT_EQ(error_of(kit.await(child.ask<Total>())), akt::errc::stopped);
}

// REST-03, REST-04, unlike there, only if the rules say so: else the children stop.
TEST_F(escalation_without_handlers, restarts_the_child_with_the_parent_if_the_rules_say_so) {
  auto child =
      below(supervisor().otherwise(directive::restart).children(akt::children_policy::restart));
  child.tell<Add>(2);
  child.tell<Break>("x");
  kit.settle();
  EXPECT_EQ(times("middle"), 2);
  EXPECT_EQ(total(child), 0);
  EXPECT_EQ(child.path(), "akt://test/top/middle/child");
}

TEST_F(escalation_without_handlers, keeps_the_other_children_if_the_rules_say_so) {
  auto child =
      below(supervisor().otherwise(directive::restart).children(akt::children_policy::keep));
  child.tell<Add>(2);
  kit.settle();
  middle.restart();
  kit.settle();
  EXPECT_EQ(times("middle"), 2);
  EXPECT_EQ(total(child), 2);
}

} // namespace supervision_test
