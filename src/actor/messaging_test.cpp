// SPDX-License-Identifier: Apache-2.0
//
// Messages that go on to another actor, and whom they are from.
#include "budget_test_support.hpp"

namespace messaging_test {

using namespace actor_test;
using akt::any_ref;
using akt::errc;
using akt::fate;

struct Get {
  int n;
};
struct Note {
  std::string text;
};
struct Senders {};
using Desk = akt::protocol<int(Get), void(Note)>;

/// Answers, and keeps from whom it was.
class Clerk {
  using context = akt::context<Clerk>;

public:
  explicit Clerk(std::vector<any_ref>* from, journal* seen) : from_(from), seen_(seen) {}
  int on(Get m, context& ctx) {
    from_->push_back(ctx.sender());
    return 10 * m.n;
  }
  void on(const Note& m, context& ctx) {
    from_->push_back(ctx.sender());
    seen_->push_back(m.text);
  }

private:
  std::vector<any_ref>* from_;
  journal* seen_;
};

/// Hands on what it gets, to whom it was told.
class Front {
  using context = akt::context<Front>;

public:
  explicit Front(akt::actor_ref<Desk> back) : back_(back) {}
  int on(Get m, context& ctx) {
    ctx.forward(back_, std::move(m));
    return -1;
  }
  void on(Note m, context& ctx) { ctx.forward(back_, std::move(m)); }

private:
  akt::actor_ref<Desk> back_;
};

/// Tells and asks in its own name.
struct Speak {
  int way;
  akt::actor_ref<Desk> to;
};
class Client {
  using context = akt::context<Client>;

public:
  akt::task<int> on(Speak m, context& ctx) {
    if (m.way == 0) ctx.tell<Note>(m.to, "built");
    if (m.way == 1) {
      Note note{"whole"};
      ctx.tell(m.to, note);
    }
    if (m.way == 2) m.to.tell<Note>("plain");
    if (m.way != 3) co_return 0;
    auto answer = co_await m.to.ask<Get>(4);
    co_return *answer;
  }
};

struct messages : kit_test {
  std::vector<any_ref> from;
  akt::actor_ref<Clerk> clerk = kit.spawn<Clerk>("clerk", &from, &seen);
  akt::actor_ref<Front> front = kit.spawn<Front>("front", clerk);
  akt::actor_ref<Client> client = kit.spawn<Client>("client");
};

// ---- forward

// MSG-12
TEST_F(messages, that_are_forwarded_are_answered_by_the_last_who_handles_them) {
  auto outer = kit.spawn<Front>("outer", front);
  EXPECT_EQ(kit.await(outer.ask<Get>(7)).value(), 70);
  EXPECT_EQ(kit.await(client.ask<Speak>(3, outer)).value(), 40);
}

TEST_F(messages, that_were_told_are_forwarded_too) {
  front.tell<Note>("a");
  front.tell<Note>("b");
  kit.settle();
  EXPECT_EQ(seen, (journal{"a", "b"}));
}

TEST_F(messages, that_are_forwarded_are_handled_twice_and_sent_twice) {
  kit.settle();
  const auto before = system().fates();
  front.tell<Note>("a");
  kit.settle();
  EXPECT_EQ(system().fates().sent, before.sent + 2);
  EXPECT_EQ(system().fates()[fate::handled], before[fate::handled] + 2);
}

TEST_F(messages, that_are_forwarded_to_nobody_answer_their_asker) {
  auto lost = kit.spawn<Front>("lost", akt::actor_ref<Desk>());
  EXPECT_EQ(error_of(kit.await(lost.ask<Get>(1))), errc::null_reference);
  EXPECT_EQ(fates(fate::null_reference), 1u);
  clerk.stop();
  kit.settle();
  EXPECT_EQ(error_of(kit.await(front.ask<Get>(1))), errc::stopped);
  EXPECT_EQ(fates(fate::stopped), 1u);
}

class Sleeper {
public:
  akt::task<int> on(Get m, akt::context<Sleeper>& ctx) {
    co_await ctx.sleep(10s);
    co_return m.n;
  }
  void on(Note) {}
};

TEST_F(messages, that_are_forwarded_keep_the_deadline_of_their_ask) {
  auto slow = kit.spawn<Front>("slow", kit.spawn<Sleeper>("sleeper"));
  auto answer = later(slow.ask<Get>(1).within(2s));
  kit.advance(1s);
  EXPECT_FALSE(*answer);
  kit.advance(2s);
  EXPECT_EQ(error_of(**answer), errc::timeout);
  kit.advance(10s);
  EXPECT_EQ(fates(fate::expired), 1u);
}

/// Forwards and then does something else with its message or itself.
enum class after { returns, throws, fails, waits, forwards_again, promises, forwards_another };
class Rash {
  using context = akt::context<Rash>;

public:
  Rash(after then, akt::actor_ref<Clerk> back) : then_(then), back_(back) {}
  akt::task<int> on(Get m, context& ctx) {
    ctx.forward(back_, m);
    if (then_ == after::throws) throw std::runtime_error("rash");
    if (then_ == after::fails) ctx.fail(akt::error(errc::rejected, "rash"));
    if (then_ == after::waits) co_await ctx.sleep(1s);
    if (then_ == after::forwards_again) ctx.forward(back_, m);
    if (then_ == after::forwards_another) ctx.forward(back_, Note{"another"});
    co_return -1;
  }
  void on(Note) {}

private:
  after then_;
  akt::actor_ref<Clerk> back_;
};

TEST_F(messages, that_are_forwarded_are_answered_whatever_their_handler_does_then) {
  int n = 0;
  for (after then : {after::returns, after::throws, after::fails, after::waits,
                     after::forwards_again, after::forwards_another}) {
    auto rash = kit.spawn<Rash>("rash" + std::to_string(++n), then, clerk);
    EXPECT_EQ(kit.await(rash.ask<Get>(n)).value(), 10 * n);
    kit.advance(2s);
  }
  EXPECT_EQ(fates(fate::failed), 2u);
  EXPECT_EQ(seen, (journal{"another"}));
  EXPECT_EQ(from.size(), 8u);
}

/// Waits, and then forwards.
class Ponderer {
public:
  explicit Ponderer(akt::actor_ref<Clerk> back) : back_(back) {}
  akt::deferred<int> on(Get m, akt::context<Ponderer>& ctx) {
    akt::deferred<int> own;
    ctx.forward(back_, m);
    refused_ = own;
    return own;
  }
  akt::task<> on(Note m, akt::context<Ponderer>& ctx) {
    co_await ctx.sleep(1s);
    ctx.forward(back_, std::move(m));
  }
  bool on(Senders) { return refused_.fulfil(5); }

private:
  akt::actor_ref<Clerk> back_;
  akt::deferred<int> refused_;
};

TEST_F(messages, that_are_forwarded_leave_nobody_to_a_promise) {
  auto ponderer = kit.spawn<Ponderer>("ponderer", clerk);
  EXPECT_EQ(kit.await(ponderer.ask<Get>(2)).value(), 20);
  EXPECT_FALSE(kit.await(ponderer.ask<Senders>()).value());
}

TEST_F(messages, may_be_forwarded_by_a_handler_that_has_waited) {
  auto ponderer = kit.spawn<Ponderer>("ponderer", clerk);
  client.tell<Speak>(0, akt::actor_ref<Desk>(clerk));
  auto said = later(ponderer.ask<Note>("thought over"));
  kit.advance(2s);
  EXPECT_EQ(seen, (journal{"built", "thought over"}));
  EXPECT_TRUE((*said)->has_value());
}

/// Its behavior forwards.
class Moody {
  using context = akt::context<Moody>;

public:
  Moody(akt::actor_ref<Clerk> back) : back_(back) {}
  void on(const akt::started&, context& ctx) {
    ctx.become([back = back_](Get m, context& c) {
      c.forward(back, m);
      return 0;
    });
  }
  int on(Get) { return 1; }

private:
  akt::actor_ref<Clerk> back_;
};

TEST_F(messages, may_be_forwarded_by_a_behavior) {
  EXPECT_EQ(kit.await(kit.spawn<Moody>("moody", clerk).ask<Get>(3)).value(), 30);
}

TEST_F(messages, of_outside_threads_may_be_forwarded) {
  EXPECT_EQ(front.ask<Get>(6).get().value(), 60);
}

struct Parch {
  akt::actor_ref<Clerk> to;
};
/// Forwards while there is no memory.
class Parched {
public:
  int on(Get m, akt::context<Parched>& ctx) {
    drought all;
    ctx.forward(to, m);
    return 0;
  }
  void on(Parch m) { to = m.to; }
  akt::actor_ref<Clerk> to;
};

struct scarce_messages : budgets {};

TEST_F(scarce_messages, that_are_forwarded_answer_their_asker_without_memory) {
  make(std::size_t(2) << 20);
  std::vector<any_ref> from;
  auto p = kit->spawn<Parched>("p");
  p.tell<Parch>(kit->spawn<Clerk>("clerk", &from, nullptr));
  EXPECT_EQ(error_of(kit->await(p.ask<Get>(1))), errc::over_budget);
  EXPECT_EQ(refused(), 1u);
}

// ---- sender

TEST_F(messages, are_from_who_asked_or_told_in_its_own_name) {
  for (int way : {0, 1, 3}) {
    client.tell<Speak>(way, akt::actor_ref<Desk>(clerk));
    kit.settle();
    ASSERT_EQ(from.size(), 1u) << way;
    EXPECT_EQ(from.front(), any_ref(client)) << way;
    from.clear();
  }
  EXPECT_EQ(seen, (journal{"built", "whole"}));
}

TEST_F(messages, are_from_nobody_where_they_were_told_plainly_or_outside) {
  client.tell<Speak>(2, akt::actor_ref<Desk>(clerk));
  clerk.tell<Note>("outside");
  auto answer = later(clerk.ask<Get>(1));
  kit.settle();
  EXPECT_EQ(clerk.ask<Get>(1).get().value(), 10);
  ASSERT_EQ(from.size(), 4u);
  for (any_ref f : from) EXPECT_FALSE(f) << seen.size();
}

// MSG-08
TEST_F(messages, that_are_forwarded_keep_their_first_sender) {
  auto outer = kit.spawn<Front>("outer", front);
  for (int way : {0, 1, 3}) client.tell<Speak>(way, akt::actor_ref<Desk>(outer));
  kit.settle();
  EXPECT_EQ(from, std::vector<any_ref>(3, client));
}

TEST_F(messages, that_are_forwarded_twice_are_from_the_same) {
  auto rash = kit.spawn<Rash>("rash", after::forwards_again, clerk);
  auto twice = kit.spawn<Front>("twice", akt::actor_ref<Desk>(clerk));
  (void)twice;
  struct Asker {
    akt::task<int> on(akt::actor_ref<Rash> m) { co_return *(co_await m.ask<Get>(1)); }
  };
  auto asker = kit.spawn<Asker>("asker");
  auto answer = later(asker.ask(rash));
  kit.settle();
  EXPECT_EQ((*answer)->value(), 10);
  EXPECT_EQ(from, std::vector<any_ref>(2, asker));
}

/// Says from whom its message is, before and after it has gone on, was put aside or has waited.
class Curious {
  using context = akt::context<Curious>;

public:
  Curious(std::vector<any_ref>* from, akt::actor_ref<Clerk> back) : from_(from), back_(back) {}
  akt::task<int> on(Get m, context& ctx) {
    from_->push_back(ctx.sender());
    co_await ctx.sleep(1s);
    from_->push_back(ctx.sender());
    ctx.forward(back_, m);
    from_->push_back(ctx.sender());
    co_return 0;
  }
  void on(Note m, context& ctx) {
    from_->push_back(ctx.sender());
    if (from_->size() > 1) return;
    ctx.stash(m);
    from_->push_back(ctx.sender());
    ctx.unstash_all();
  }

private:
  std::vector<any_ref>* from_;
  akt::actor_ref<Clerk> back_;
};

TEST_F(messages, are_from_the_same_while_their_handler_runs) {
  std::vector<any_ref> said;
  auto curious = kit.spawn<Curious>("curious", &said, clerk);
  client.tell<Speak>(3, akt::actor_ref<Desk>(curious));
  kit.advance(2s);
  EXPECT_EQ(said, std::vector<any_ref>(3, client));
  said.clear();
  client.tell<Speak>(0, akt::actor_ref<Desk>(curious));
  kit.settle();
  EXPECT_EQ(said, std::vector<any_ref>(3, client)) << "also when it is taken up again";
  curious.stop(akt::now);
}

TEST_F(messages, of_a_sender_that_has_ended_name_nobody_else) {
  client.tell<Speak>(0, akt::actor_ref<Desk>(clerk));
  kit.settle();
  client.stop();
  kit.settle();
  auto next = kit.spawn<Client>("next");
  kit.settle();
  EXPECT_EQ(from.front(), any_ref(client));
  EXPECT_NE(from.front(), any_ref(next));
}

/// Answers whoever it is from, by a plain tell.
struct Hello {
  friend bool operator==(const Hello&, const Hello&) = default;
};

TEST_F(messages, to_another_system_are_from_nobody) {
  akt::testkit::kit other;
  std::vector<any_ref> there;
  auto far = other.spawn<Clerk>("far", &there, &seen);
  auto bridge = kit.spawn<Front>("bridge", akt::actor_ref<Desk>(far));
  client.tell<Speak>(0, akt::actor_ref<Desk>(far));
  client.tell<Speak>(1, akt::actor_ref<Desk>(bridge));
  auto refused = later(bridge.ask<Get>(1));
  kit.settle();
  other.settle();
  EXPECT_EQ(there, std::vector<any_ref>(2));
  EXPECT_EQ(error_of(**refused), errc::invalid_argument);
}

} // namespace messaging_test
