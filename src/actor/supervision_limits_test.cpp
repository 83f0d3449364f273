// SPDX-License-Identifier: Apache-2.0
//
// How often an actor is made anew, and when: restarts that are used up, backoff, starts that fail.
#include "supervision_test_support.hpp"

namespace supervision_test {

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

// SUP-14: one budget each, though one supervisor.
TEST_F(supervised, restarts_are_counted_for_each_actor_that_shares_a_supervisor) {
  const auto rules = supervisor().otherwise(directive::restart).max_restarts(2);
  auto all = brood(2, rules);
  for (auto top : {fragile(rules, "top0"), fragile(rules, "top1")}) all.push_back(top);
  for (int i = 0; i < 2; ++i)
    for (auto f : all) f.tell<Break>("x");
  for (auto f : all) EXPECT_EQ(total(f), 0);
  for (const char* name : {"child0", "child1", "top0", "top1"}) EXPECT_EQ(times(name), 3) << name;
  all[0].tell<Break>("x");
  all[2].tell<Break>("x");
  kit.settle();
  EXPECT_EQ(error_of(kit.await(all[0].ask<Total>())), akt::errc::timeout) << "used up";
  EXPECT_EQ(error_of(kit.await(all[2].ask<Total>())), akt::errc::timeout) << "used up";
  EXPECT_EQ(total(all[1]), 0);
  EXPECT_EQ(total(all[3]), 0);
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

/// How long each of `n` actors of a kit waits for its restart, whose time is ten seconds.
std::vector<akt::duration> jittered(std::uint64_t seed, std::size_t n) {
  journal j;
  akt::testkit::kit k({.seed = seed});
  const auto rules = supervisor().otherwise(directive::restart).backoff(10s, 10s);
  std::vector<std::string> names;
  for (std::size_t i = 0; i < n; ++i) names.push_back("f" + std::to_string(i));
  for (const auto& name : names)
    k.system()
        .spawn<Fragile>(akt::spawn_options{.name = name, .supervise = rules}, &j, name)
        .tell<Break>("x");
  k.settle();
  j.clear();
  k.advance(8900ms);
  EXPECT_TRUE(j.empty()) << "none comes earlier than ten per cent before its time";
  std::vector<akt::duration> waits(n);
  for (akt::duration waited = 8900ms; waited <= 11100ms; waited += 5ms, k.advance(5ms)) {
    for (const auto& name : j) waits[std::stoul(name.substr(1))] = waited;
    j.clear();
  }
  return waits;
}

void expect_jitter(std::vector<akt::duration> waits, const char* of) {
  for (auto d : waits) {
    EXPECT_GE(d, 9s - 5ms) << of;
    EXPECT_LE(d, 11s + 10ms) << of;
  }
  std::sort(waits.begin(), waits.end());
  EXPECT_LT(waits.front(), 9500ms) << of;
  EXPECT_GT(waits.back(), 10500ms) << of;
  EXPECT_GT(std::unique(waits.begin(), waits.end()) - waits.begin(), 15) << of;
}

// SUP-12
TEST_F(supervised, backoff_is_jittered_by_ten_per_cent_for_each_actor_and_seed) {
  const auto of_actors = jittered(1, 20);
  expect_jitter(of_actors, "actors of one system");
  EXPECT_EQ(of_actors, jittered(1, 20)) << "a seed repeats them";
  std::vector<akt::duration> of_seeds;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) of_seeds.push_back(jittered(seed, 1)[0]);
  expect_jitter(of_seeds, "one actor under many seeds");
}

TEST_F(supervised, backoff_from_zero_is_none) {
  auto f = fragile(supervisor().otherwise(directive::restart).backoff(0s, 1h));
  for (int i = 0; i < 3; ++i) f.tell<Break>("x");
  kit.settle();
  EXPECT_EQ(times("f"), 4);
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

struct Stillborn {
  int* tries;
  bool throws;
  void on(const akt::started&, akt::context<Stillborn>& ctx) {
    ++*tries;
    if (throws) throw std::runtime_error("not again");
    ctx.fail(akt::error(akt::errc::failed, "not again"));
  }
};

TEST_F(supervised, a_start_that_always_fails_is_tried_at_most_once_a_millisecond) {
  for (bool throws : {true, false}) {
    int tries = 0;
    auto s = system().spawn<Stillborn>(
        akt::spawn_options{
            .supervise = supervisor().otherwise(directive::restart).max_restarts(akt::unlimited)},
        &tries, throws);
    kit.advance(20ms);
    EXPECT_GT(tries, 5);
    EXPECT_LE(tries, 21);
    s.stop(akt::now);
    kit.settle();
  }
}

TEST_F(supervised, a_constructor_that_throws_cannot_be_resumed) {
  int left = 1;
  system().spawn<Refuses>(
      akt::spawn_options{.supervise = supervisor().otherwise(directive::resume)}, &left);
  kit.settle();
  EXPECT_EQ(system().actors_alive(), 0u);
}

} // namespace supervision_test
