// SPDX-License-Identifier: Apache-2.0
//
// Actors that end together, whoever ends first and whyever.
#include "budget_test_support.hpp"
#include "links_test_support.hpp"

namespace links_test {

TEST_F(links, end_the_other_one_as_failed_when_one_fails) {
  link(a, b);
  watch(a);
  b.tell<Fail>();
  expect_ended(a, stop_reason::failed);
  EXPECT_EQ(seen, (journal{"~b", "a stopping", "~a"}));
}

TEST_F(links, have_no_direction) {
  link(a, b);
  watch(b);
  a.tell<Fail>();
  expect_ended(b, stop_reason::failed);
}

TEST_F(links, end_the_other_one_as_stopped_when_one_is_stopped) {
  link(a, b);
  watch(a);
  b.stop();
  expect_ended(a, stop_reason::stopped);
}

TEST_F(links, end_the_other_one_when_one_stops_itself_or_is_stopped_now) {
  link(a, b);
  b.tell<Stop>();
  kit.settle();
  EXPECT_FALSE(lives("a"));
  auto c = make("c"), d = make("d");
  link(c, d);
  d.stop(akt::now);
  kit.settle();
  EXPECT_FALSE(lives("c"));
}

TEST_F(links, say_in_the_log_who_has_ended) {
  logging_kit k;
  auto one = k.spawn<Mate>("one", &seen, "one"), two = k.spawn<Mate>("two", &seen, "two");
  one.tell<Link>(two);
  k.settle();
  two.tell<Fail>();
  k.settle();
  const journal& logged = logging_kit::lines();
  ASSERT_EQ(logged.size(), 2u);
  EXPECT_NE(logged[1].find("akt://test/one"), std::string::npos) << logged[1];
  EXPECT_NE(logged[1].find("its link akt://test/two has ended: failed"), std::string::npos)
      << logged[1];
}

TEST_F(links, that_are_made_often_and_by_both_are_one) {
  link(a, b);
  link(a, b);
  link(b, a);
  b.tell<Unlink>(a);
  kit.settle();
  a.tell<Fail>();
  kit.settle();
  EXPECT_TRUE(lives("b"));
}

TEST_F(links, end_with_unlink_by_either_side) {
  for (bool by_linker : {true, false}) {
    auto c = make("c"), d = make("d");
    link(c, d);
    (by_linker ? c : d).tell<Unlink>(by_linker ? d : c);
    kit.settle();
    d.tell<Fail>();
    kit.settle();
    EXPECT_TRUE(lives("c")) << by_linker;
    c.stop();
    kit.settle();
  }
}

TEST_F(links, that_end_on_both_sides_at_once_leave_whoever_has_unlinked) {
  int lived = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    journal j;
    akt::testkit::kit k({.seed = seed});
    auto one = k.spawn<Mate>("one", &j, "one"), two = k.spawn<Mate>("two", &j, "two");
    one.tell<Link>(two);
    k.settle();
    auto answer = later(one.ask<Unlink>(two));
    two.stop(akt::now);
    k.settle();
    ASSERT_TRUE(*answer);
    EXPECT_EQ(k.system().find<Mate>("one").has_value(), (*answer)->has_value()) << seed;
    lived += (*answer)->has_value();
  }
  EXPECT_GT(lived, 0);
  EXPECT_LT(lived, 40);
}

TEST_F(links, that_one_makes_as_the_other_ends_them_hold_for_both_or_for_neither) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    std::size_t left[2];
    for (bool first_fails : {true, false}) {
      akt::testkit::kit k({.seed = seed});
      auto one = k.spawn<Mate>("one", &seen, "one"), two = k.spawn<Mate>("two", &seen, "two");
      one.tell<Link>(two);
      k.settle();
      one.tell<Unlink>(two);
      two.tell<Link>(one);
      k.settle();
      (first_fails ? one : two).tell<Fail>();
      k.settle();
      left[first_fails] = k.system().actors_alive();
    }
    EXPECT_EQ(left[0], left[1]) << "seed " << seed;
  }
}

TEST_F(links, can_be_made_anew_behind_an_unlink) {
  link(a, b);
  a.tell<Unlink>(b);
  kit.settle();
  link(b, a);
  a.tell<Fail>();
  kit.settle();
  EXPECT_FALSE(lives("b"));
}

TEST_F(links, to_an_actor_that_has_ended_end_the_linker) {
  b.stop();
  kit.settle();
  watch(a);
  link(a, b);
  expect_ended(a, stop_reason::failed);
}

TEST_F(links, to_an_actor_that_ends_at_the_same_time_end_the_linker) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    journal j;
    akt::testkit::kit k({.seed = seed});
    auto one = k.spawn<Mate>("one", &j, "one"), two = k.spawn<Mate>("two", &j, "two");
    one.tell<Link>(two);
    two.stop(akt::now);
    k.settle();
    EXPECT_EQ(k.system().actors_alive(), 0u) << "seed " << seed;
  }
}

TEST_F(links, to_an_actor_that_cannot_start_end_the_linker) {
  struct Stillborn {
    Stillborn() { throw std::runtime_error("no"); }
  };
  watch(a);
  a.tell<Link>(kit.spawn<Stillborn>("stillborn"));
  expect_ended(a, stop_reason::failed);
}

TEST_F(links, to_a_null_reference_end_the_linker) {
  watch(a);
  link(a, akt::any_ref());
  expect_ended(a, stop_reason::failed);
}

TEST_F(links, to_an_actor_of_another_system_end_the_linker) {
  auto& other = kit.world().system("other");
  auto foreign = other.spawn<Mate>("foreign", &seen, "foreign");
  watch(a);
  link(a, foreign);
  expect_ended(a, stop_reason::failed);
  EXPECT_EQ(other.actors_alive(), 1u);
}

TEST_F(links, to_oneself_are_none) {
  link(a, a);
  EXPECT_TRUE(lives("a"));
  a.stop();
  kit.settle();
  EXPECT_EQ(times("~a"), 1);
}

// Bad input: cycles of links.
TEST_F(links, in_a_ring_of_a_hundred_end_each_once) {
  std::vector<mate> ring;
  for (int i = 0; i < 100; ++i) ring.push_back(make("r" + std::to_string(i)));
  for (std::size_t i = 0; i < 100; ++i) ring[i].tell<Link>(ring[(i + 1) % 100]);
  kit.settle();
  seen.clear();
  ring[42].tell<Fail>();
  kit.settle();
  for (int i = 0; i < 100; ++i) EXPECT_EQ(times("~r" + std::to_string(i)), 1) << i;
  EXPECT_EQ(system().actors_alive(), 3u) << "the watcher, a and b";
}

TEST_F(links, of_one_with_a_thousand_end_all) {
  constexpr std::size_t count = 1000;
  logging_kit k;
  auto hub = k.spawn<Mate>("hub", &seen, "hub");
  std::vector<mate> spokes;
  for (std::size_t i = 0; i < count; ++i)
    spokes.push_back(k.spawn<Mate>(akt::anonymous, &seen, "spoke"));
  for (auto s : spokes) s.tell<Link>(hub);
  k.settle();
  EXPECT_TRUE(logging_kit::lines().empty());
  spokes[1].tell<Fail>();
  k.settle();
  EXPECT_EQ(k.system().actors_alive(), 0u);
  EXPECT_EQ(times("~spoke"), std::ptrdiff_t(count));
  EXPECT_EQ(times("~hub"), 1);
  EXPECT_EQ(logging_kit::lines().size(), count + 1) << "each once: why it ends";
}

TEST_F(links, and_watches_of_the_same_actor_are_told_apart) {
  auto both = kit.spawn<Mate>("both", &seen, "both");
  watch(both);
  link(both, b);
  both.tell<Unlink>(b);
  watch(b);
  b.tell<Fail>();
  expect_ended(b, stop_reason::failed);
  EXPECT_TRUE(lives("both"));
}

TEST_F(links, made_while_an_actor_ends_end_the_other_one) {
  struct Last {
    akt::any_ref other;
    void on(const akt::stopping&, akt::context<Last>& ctx) { ctx.link(other); }
  };
  auto last = kit.spawn<Last>("last", akt::any_ref(b));
  last.stop();
  kit.settle();
  EXPECT_FALSE(lives("b"));
}

TEST_F(links, of_actors_that_are_stopped_with_their_system_end_with_it) {
  link(a, b);
  system().stop();
  EXPECT_EQ(system().actors_alive(), 0u);
  EXPECT_EQ(times("~a") + times("~b"), 2);
}

struct Parched {
  void on(const Link& m, akt::context<Parched>& ctx) {
    drought dry;
    ctx.link(m.other);
  }
};

TEST_F(budgets, a_link_fails_its_actor) {
  make(std::size_t(1) << 20);
  auto parched = kit->spawn<Parched>("parched");
  auto echo = kit->spawn<Echo>("echo");
  kit->settle();
  parched.tell<Link>(echo);
  kit->settle();
  EXPECT_FALSE(kit->system().find<Parched>("parched"));
  EXPECT_TRUE(kit->system().find<Echo>("echo"));
}

TEST_F(links, are_forgotten_by_those_who_unlink) {
  for (int i = 0; i < 20; ++i) {
    auto brief = make("brief");
    link(a, brief);
    a.tell<Unlink>(brief);
    kit.settle();
    brief.stop();
    kit.settle();
  }
  EXPECT_EQ(akt::detail::cell_of(a.where())->rare->rarest->links.size(), 0u);
}

} // namespace links_test
