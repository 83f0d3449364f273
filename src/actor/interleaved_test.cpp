// SPDX-License-Identifier: Apache-2.0
//
// Actors that handle other messages while handlers of theirs wait.
#include "test_support.hpp"

#include <set>

namespace interleaved_test {

using namespace actor_test;
using akt::directive;
using akt::supervisor;

using ports = std::vector<akt::reply_port<int>>;

struct Fetch { ///< waits until the test answers
  std::string what;
};
struct Nested {};
struct Note {
  std::string text;
};
struct Count {};
struct Fail {};
struct FailQuietly {};
struct AskYourself {};
struct AskOther {
  akt::actor_ref<class Desk> other;
};
struct Offloaded {};
struct Become {};
struct Unbecome {};
struct EndYourself {};

/// Waits for what the test keeps in `ports`, and handles what comes meanwhile.
class Desk {
public:
  static constexpr auto reentrancy = akt::reentrancy::interleave;
  static constexpr std::size_t max_in_flight = 3;

  Desk(journal* seen, ports* p, int* alive) : seen_(seen), ports_(p), alive_(alive) {}

  akt::task<int> on(Fetch m) {
    witness frame(alive_);
    seen_->push_back("begin " + m.what);
    auto keep = [this](akt::reply_port<int> port) { ports_->push_back(std::move(port)); };
    auto fetched = co_await akt::from_callback<int>(keep).within(1h);
    seen_->push_back("end " + m.what);
    co_return fetched.value();
  }
  akt::task<int> on(Nested) {
    int first = co_await fetch();
    int second = co_await fetch();
    co_return first * 10 + second;
  }
  void on(Note m) { seen_->push_back(m.text); }
  int on(Count) const { return static_cast<int>(seen_->size()); }
  akt::task<> on(Fail) {
    co_await fetch();
    throw std::runtime_error("fetched in vain");
  }
  akt::task<int> on(FailQuietly, akt::context<Desk>& ctx) {
    int n = co_await fetch();
    ctx.fail(akt::error(akt::errc::failed, "no good"));
    co_return n;
  }
  akt::task<int> on(AskYourself, akt::context<Desk>& ctx) {
    auto count = co_await ctx.self().ask<Count>();
    co_return count.value();
  }
  akt::task<int> on(AskOther m, akt::context<Desk>& ctx) {
    auto answer = co_await m.other.ask<AskBack>(ctx.self());
    co_return answer.value();
  }
  struct AskBack {
    akt::actor_ref<Desk> who;
  };
  akt::task<int> on(AskBack m) {
    auto count = co_await m.who.ask<Count>();
    co_return count.value();
  }
  akt::task<int> on(Offloaded) {
    auto n = co_await akt::offload([] { return 42; });
    co_return n.value();
  }
  void on(Become, akt::context<Desk>& ctx) {
    ctx.become(akt::keep_others, [this](Note m) { seen_->push_back("behaving " + m.text); });
  }
  akt::task<int> on(Unbecome, akt::context<Desk>& ctx) {
    int n = co_await fetch();
    ctx.unbecome();
    co_return n;
  }
  akt::task<> on(EndYourself, akt::context<Desk>& ctx) {
    co_await fetch();
    ctx.stop();
  }

private:
  akt::task<int> fetch() {
    witness frame(alive_);
    auto keep = [this](akt::reply_port<int> port) { ports_->push_back(std::move(port)); };
    auto fetched = co_await akt::from_callback<int>(keep).within(1h);
    co_return fetched.value();
  }

  journal* seen_;
  ports* ports_;
  int* alive_;
};

struct interleaving : kit_test {
  akt::actor_ref<Desk> desk(const akt::spawn_options& how) {
    return system().spawn<Desk>(how, &seen, &waiting, &alive);
  }
  /// Asks and lets the handler begin.
  template <class R>
  later_answer<R> asked(akt::request<R> request) {
    auto answer = later(std::move(request));
    kit.settle();
    return answer;
  }
  /// Answers the wait that began as number `i`.
  void answer(std::size_t i, int value) {
    waiting.at(i).fulfil(value);
    kit.settle();
  }

  ports waiting;
  akt::actor_ref<Desk> d =
      desk({.name = "d", .supervise = supervisor().otherwise(directive::resume)});
};

// REE-01, REE-08: the class says that it interleaves; others stop handling while they wait.
TEST_F(interleaving, goes_on_while_handlers_wait) {
  auto apple = asked(d.ask<Fetch>("apple"));
  auto pear = asked(d.ask<Fetch>("pear"));
  d.tell<Note>("between");
  kit.settle();
  EXPECT_EQ(seen, (journal{"begin apple", "begin pear", "between"}));
  EXPECT_EQ(system().fates().in_flight, 2u);
  answer(1, 2);
  EXPECT_FALSE(*apple);
  EXPECT_EQ((*pear)->value(), 2);
  answer(0, 1);
  EXPECT_EQ((*apple)->value(), 1);
  EXPECT_EQ(seen, (journal{"begin apple", "begin pear", "between", "end pear", "end apple"}));
  EXPECT_EQ(alive, 0);
}

// PIPE-01
TEST_F(interleaving, gets_what_a_call_beside_the_workers_gives) {
  auto offloaded = asked(d.ask<Offloaded>());
  d.tell<Note>("meanwhile");
  kit.settle();
  EXPECT_EQ(seen, (journal{"meanwhile"}));
  EXPECT_EQ((*offloaded)->value(), 42);
}

TEST_F(interleaving, goes_back_to_the_handler_that_waits_within_a_task) {
  auto a = asked(d.ask<Nested>());
  auto b = asked(d.ask<Nested>());
  kit.settle();
  answer(0, 1);
  answer(1, 3); // a waits as number 2, b as number 3
  answer(3, 4);
  EXPECT_EQ((*b)->value(), 34);
  answer(2, 2);
  EXPECT_EQ((*a)->value(), 12);
}

// REE-05: unlike there, a fourth is no error: it waits for its turn.
TEST_F(interleaving, lets_user_mail_wait_while_as_many_handlers_wait_as_its_class_allows) {
  for (const char* what : {"a", "b", "c", "d"}) d.tell<Fetch>(what);
  d.tell<Note>("last");
  kit.settle();
  EXPECT_EQ(seen, (journal{"begin a", "begin b", "begin c"}));
  answer(1, 0);
  EXPECT_EQ(seen, (journal{"begin a", "begin b", "begin c", "end b", "begin d"}));
  answer(3, 0);
  EXPECT_EQ(seen.back(), "last");
  answer(0, 0);
  answer(2, 0);
  EXPECT_EQ(alive, 0);
}

TEST_F(interleaving, lets_an_actor_ask_itself_and_one_that_asks_it) {
  EXPECT_EQ(kit.await(d.ask<AskYourself>()).value(), 0);
  auto other = desk({.name = "other"});
  EXPECT_EQ(kit.await(d.ask<AskOther>(other)).value(), 0);
}

// REE-12
TEST_F(interleaving, is_over_when_an_actor_is_told_to_stop_and_its_handlers_come_to_their_end) {
  auto apple = asked(d.ask<Fetch>("apple"));
  auto pear = asked(d.ask<Fetch>("pear"));
  kit.settle();
  d.stop();
  d.tell<Note>("too late");
  kit.settle();
  answer(1, 2);
  EXPECT_EQ((*pear)->value(), 2);
  EXPECT_TRUE(system().find<Desk>("d"));
  answer(0, 1);
  EXPECT_EQ((*apple)->value(), 1);
  EXPECT_FALSE(system().find<Desk>("d"));
  EXPECT_EQ(fates(akt::fate::stopped), 1u);
  EXPECT_EQ(seen, (journal{"begin apple", "begin pear", "end pear", "end apple"}));
}

TEST_F(interleaving, ends_behind_its_other_handlers_where_one_stops_it) {
  auto apple = asked(d.ask<Fetch>("apple"));
  d.tell<EndYourself>();
  kit.settle();
  answer(1, 0);
  d.tell<Note>("too late");
  kit.settle();
  EXPECT_TRUE(system().find<Desk>("d"));
  answer(0, 1);
  EXPECT_EQ((*apple)->value(), 1);
  EXPECT_EQ(system().actors_alive(), 0u);
}

TEST_F(interleaving, waits_for_a_stopped_actor_s_handlers_until_the_stop_timeout) {
  auto apple = asked(d.ask<Fetch>("apple").within(1min));
  kit.settle();
  d.stop();
  kit.advance(11s);
  EXPECT_EQ(error_of(**apple).code(), akt::errc::cancelled);
  EXPECT_EQ(system().actors_alive(), 0u);
  EXPECT_EQ(alive, 0);
}

TEST_F(interleaving, ends_with_an_actor_that_stops_now) {
  auto apple = asked(d.ask<Fetch>("apple"));
  auto nested = asked(d.ask<Nested>());
  kit.settle();
  d.stop(akt::now);
  kit.settle();
  EXPECT_EQ(error_of(**apple).code(), akt::errc::cancelled);
  EXPECT_EQ(error_of(**nested).code(), akt::errc::cancelled);
  EXPECT_EQ(alive, 0);
  EXPECT_EQ(fates(akt::fate::cancelled), 2u);
}

// REE-11
TEST_F(interleaving, keeps_the_other_handlers_where_one_fails_and_the_rules_say_resume) {
  auto apple = asked(d.ask<Fetch>("apple"));
  auto failing = asked(d.ask<Fail>());
  kit.settle();
  answer(1, 0);
  EXPECT_EQ(error_of(**failing).code(), akt::errc::failed);
  EXPECT_FALSE(*apple);
  answer(0, 1);
  EXPECT_EQ((*apple)->value(), 1);
}

// REE-11
TEST_F(interleaving, cancels_the_other_handlers_where_one_fails_and_the_rules_say_restart) {
  auto r = desk({.name = "r", .supervise = supervisor().otherwise(directive::restart)});
  auto apple = asked(r.ask<Fetch>("apple"));
  auto failing = asked(r.ask<Fail>());
  kit.settle();
  answer(1, 0);
  EXPECT_EQ(error_of(**failing).code(), akt::errc::failed);
  EXPECT_EQ(error_of(**apple).code(), akt::errc::cancelled);
  EXPECT_EQ(alive, 0);
  auto again = asked(r.ask<Fetch>("again"));
  kit.settle();
  answer(2, 5);
  EXPECT_EQ((*again)->value(), 5);
}

TEST_F(interleaving, fails_the_message_of_the_handler_that_says_so) {
  auto apple = asked(d.ask<Fetch>("apple"));
  auto quietly = asked(d.ask<FailQuietly>());
  auto pear = asked(d.ask<Fetch>("pear"));
  kit.settle();
  answer(1, 0);
  EXPECT_EQ(error_of(**quietly).message(), "actor failed: no good");
  answer(0, 1);
  answer(2, 2);
  EXPECT_EQ((*apple)->value(), 1);
  EXPECT_EQ((*pear)->value(), 2);
}

TEST_F(interleaving, has_behaviors_for_what_does_not_wait) {
  d.tell<Become>();
  auto gone = asked(d.ask<Unbecome>());
  d.tell<Note>("a");
  kit.settle();
  EXPECT_EQ(seen, (journal{"behaving a"}));
  answer(0, 7);
  EXPECT_EQ((*gone)->value(), 7);
  d.tell<Note>("b");
  kit.settle();
  EXPECT_EQ(seen, (journal{"behaving a", "b"}));
}

TEST_F(interleaving, waits_in_suspended_actors_too) {
  auto apple = asked(d.ask<Fetch>("apple"));
  kit.settle();
  akt::any_ref(d).suspend();
  d.tell<Note>("frozen");
  kit.settle();
  EXPECT_EQ(seen, (journal{"begin apple"}));
  akt::any_ref(d).reinstate();
  kit.settle();
  answer(0, 1);
  EXPECT_EQ((*apple)->value(), 1);
  EXPECT_EQ(seen, (journal{"begin apple", "frozen", "end apple"}));
}

struct Started {
  static constexpr auto reentrancy = akt::reentrancy::interleave;
  journal* seen;
  ports* waiting;
  akt::task<> on(const akt::started&) {
    auto keep = [this](akt::reply_port<int> port) { waiting->push_back(std::move(port)); };
    (void)co_await akt::from_callback<int>(keep);
    seen->push_back("started");
  }
  akt::task<> on(const akt::stopping&) {
    auto keep = [this](akt::reply_port<int> port) { waiting->push_back(std::move(port)); };
    (void)co_await akt::from_callback<int>(keep);
    seen->push_back("stopping");
  }
  void on(Note m) { seen->push_back(m.text); }
};

TEST_F(interleaving, begins_behind_started_and_ends_before_stopping) {
  auto s = system().spawn<Started>("s", &seen, &waiting);
  s.tell<Note>("first");
  kit.settle();
  EXPECT_EQ(seen, journal{});
  answer(0, 0);
  EXPECT_EQ(seen, (journal{"started", "first"}));
  s.stop();
  kit.settle();
  answer(1, 0);
  EXPECT_EQ(seen, (journal{"started", "first", "stopping"}));
  EXPECT_EQ(system().actors_alive(), 1u) << "only the other one";
}

struct Crowded {
  static constexpr auto reentrancy = akt::reentrancy::interleave;
  static constexpr std::size_t max_in_flight = 1000;
  ports* waiting;
  akt::task<int> on(Fetch) {
    auto keep = [this](akt::reply_port<int> port) { waiting->push_back(std::move(port)); };
    auto fetched = co_await akt::from_callback<int>(keep).within(1h);
    co_return fetched.value();
  }
};

TEST_F(interleaving, brings_a_thousand_handlers_to_their_end_in_any_order) {
  auto c = system().spawn<Crowded>("c", &waiting);
  std::vector<later_answer<int>> answers;
  for (int i = 0; i < 1000; ++i) answers.push_back(later(c.ask<Fetch>("x")));
  kit.settle();
  ASSERT_EQ(waiting.size(), 1000u);
  for (std::size_t i = 0; i < 1000; ++i) {
    std::size_t at = i * 617 % 1000; // each once: 617 and 1000 have no common divisor
    waiting[at].fulfil(static_cast<int>(at));
  }
  kit.settle();
  std::set<int> got;
  for (const auto& a : answers) got.insert((*a)->value());
  EXPECT_EQ(got.size(), 1000u);
  EXPECT_EQ(*got.rbegin(), 999);
}

/// Without max_in_flight in its class.
struct Plain {
  static constexpr auto reentrancy = akt::reentrancy::interleave;
  int* begun;
  akt::task<> on(Fetch, akt::context<Plain>& ctx) {
    ++*begun;
    co_await ctx.sleep(1s);
  }
};

TEST_F(interleaving, is_bounded_without_a_word_about_it) {
  int begun = 0;
  auto p = system().spawn<Plain>("p", &begun);
  for (std::uint32_t i = 0; i < akt::interleave_max_default + 1; ++i) p.tell<Fetch>("x");
  kit.settle();
  EXPECT_EQ(begun, static_cast<int>(akt::interleave_max_default));
  kit.advance(2s);
  EXPECT_EQ(begun, static_cast<int>(akt::interleave_max_default) + 1);
  kit.advance(2s);
}

} // namespace interleaved_test
