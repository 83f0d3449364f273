// SPDX-License-Identifier: Apache-2.0
//
// What reaches an actor that restarts: orders of its siblings' supervisors, suspend(), reinstate().
#include "supervision_test_support.hpp"

namespace orders_test {

using namespace supervision_test;

struct Hatch {
  std::string name;
  supervisor rules;
};

/// Has children with supervisors of their own.
class Nest {
public:
  explicit Nest(journal* seen) : seen_(seen) {}
  akt::actor_ref<Fragile> on(const Hatch& m, akt::context<Nest>& ctx) {
    return ctx.spawn<Fragile>(akt::spawn_options{.name = m.name, .supervise = m.rules}, seen_,
                              m.name);
  }

private:
  journal* seen_;
};

/// An actor whose child waits, so that its restart does.
struct Adopt {};
class Slow {
public:
  explicit Slow(journal* seen) : seen_(seen) { seen_->push_back("slow"); }
  void on(Adopt, akt::context<Slow>& ctx) {
    auto child = ctx.spawn<Fragile>(akt::spawn_options{}, seen_, "its child");
    child.tell<Wait1s>();
  }
  int on(Total) { return 1; }
  void on(const Break&) { throw std::runtime_error("broken"); }

private:
  journal* seen_;
};

supervisor later() { return supervisor().otherwise(directive::restart).backoff(10s, 10s); }

struct orders_to_restarting : supervised {
  akt::actor_ref<Nest> nest = kit.spawn<Nest>("nest", &seen);
  akt::actor_ref<Fragile> hatch(const std::string& name, const supervisor& rules) {
    auto child = kit.await(nest.ask<Hatch>(name, rules)).value();
    kit.settle();
    return child;
  }
  akt::actor_ref<Fragile> in_backoff(const std::string& name) {
    auto child = hatch(name, later());
    child.tell<Break>("x");
    kit.settle();
    EXPECT_EQ(times("~" + name), 1);
    return child;
  }
  bool lives(akt::any_ref a) { return !a.path().empty(); }
  bool answers(akt::actor_ref<Fragile> a) {
    return static_cast<bool>(kit.await(a.ask<Total>().within(100ms)));
  }
};

// SUP-05
TEST_F(orders_to_restarting, of_a_sibling_end_it) {
  auto a = in_backoff("a");
  auto b = hatch("b", supervisor().otherwise(directive::stop).one_for_all());
  b.tell<Break>("x");
  kit.settle();
  EXPECT_FALSE(lives(a));
  kit.advance(1min);
  EXPECT_EQ(times("a"), 1) << "it was not made anew";
}

TEST_F(orders_to_restarting, of_an_older_sibling_end_it) {
  auto first = hatch("first", supervisor().otherwise(directive::stop).rest_for_one());
  auto a = in_backoff("a");
  auto b = in_backoff("b");
  first.tell<Break>("x");
  kit.settle();
  EXPECT_FALSE(lives(a));
  EXPECT_FALSE(lives(b));
}

TEST_F(orders_to_restarting, of_a_sibling_suspend_it_when_it_is_made_anew) {
  auto a = in_backoff("a");
  auto b = hatch("b", supervisor().otherwise(directive::suspend).one_for_all());
  b.tell<Break>("x");
  kit.advance(11s);
  EXPECT_EQ(times("a"), 2);
  EXPECT_FALSE(answers(a));
  a.tell<Add>(3);
  akt::any_ref(a).reinstate();
  kit.settle();
  EXPECT_EQ(total(a), 3);
}

TEST_F(orders_to_restarting, suspend_it_during_its_backoff) {
  auto a = in_backoff("a");
  akt::any_ref(a).suspend();
  kit.settle();
  a.tell<Add>(3);
  kit.advance(1min);
  EXPECT_EQ(times("a"), 2);
  EXPECT_FALSE(answers(a));
  akt::any_ref(a).reinstate();
  kit.settle();
  EXPECT_EQ(total(a), 3);
}

TEST_F(orders_to_restarting, that_are_taken_back_leave_it_as_it_was) {
  auto a = in_backoff("a");
  akt::any_ref(a).suspend();
  akt::any_ref(a).reinstate();
  kit.advance(9s);
  EXPECT_EQ(times("a"), 1) << "a reinstate does not hurry it";
  kit.advance(2s);
  EXPECT_EQ(total(a), 0);
}

TEST_F(orders_to_restarting, suspend_it_while_its_children_end) {
  auto a = system().spawn<Slow>(
      akt::spawn_options{.name = "slow", .supervise = supervisor().otherwise(directive::restart)},
      &seen);
  a.tell<Adopt>();
  kit.settle();
  a.tell<Break>("x");
  kit.settle();
  ASSERT_EQ(times("slow"), 1) << "it waits for its child";
  akt::any_ref(a).suspend();
  kit.advance(2s);
  EXPECT_EQ(times("slow"), 2);
  EXPECT_EQ(error_of(kit.await(a.ask<Total>().within(100ms))), akt::errc::timeout);
  akt::any_ref(a).reinstate();
  EXPECT_TRUE(kit.await(a.ask<Total>()));
}

/// Fails at its first two starts after the first one.
class Unsteady {
public:
  explicit Unsteady(int* made) { // NOLINT(bugprone-exception-escape)
    if (++*made == 2 || *made == 3) throw std::runtime_error("not yet");
  }
  int on(Total) { return 1; }
  void on(const Break&) { throw std::runtime_error("broken"); }
};

TEST_F(orders_to_restarting, suspend_it_also_if_it_fails_to_start_meanwhile) {
  int made = 0;
  auto a = system().spawn<Unsteady>(akt::spawn_options{.name = "u", .supervise = later()}, &made);
  a.tell<Break>("x");
  kit.settle();
  akt::any_ref(a).suspend();
  kit.advance(1min);
  EXPECT_EQ(made, 4);
  EXPECT_EQ(error_of(kit.await(a.ask<Total>().within(100ms))), akt::errc::timeout);
  akt::any_ref(a).reinstate();
  EXPECT_TRUE(kit.await(a.ask<Total>()));
}

TEST_F(orders_to_restarting, to_restart_end_a_suspension) {
  auto a = in_backoff("a");
  akt::any_ref(a).suspend();
  kit.advance(11s);
  EXPECT_FALSE(answers(a));
  akt::any_ref(a).restart();
  EXPECT_TRUE(answers(a));
}

} // namespace orders_test
