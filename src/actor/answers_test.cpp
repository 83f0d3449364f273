// SPDX-License-Identifier: Apache-2.0
//
// Answers from outside of the actors: offload() and from_callback().
#include "test_support.hpp"

namespace answers_test {

using namespace actor_test;

using ports = std::vector<akt::reply_port<int>>;

struct Square {
  int n;
};
struct Quietly {};
struct MaybeDivide {
  int by;
};
struct Throwing {};
struct CallNothing {};
struct Impatient {
  akt::duration d;
};
struct Carry {};
struct Ask {};
struct AskWithin {
  akt::duration d;
};
struct AskThrower {};
struct AskAtOnce {};

int counted = 0;

class Clerk {
public:
  Clerk(ports* p, int* alive) : ports_(p), alive_(alive) {}

  akt::task<akt::result<int>> on(Square m) {
    co_return co_await akt::offload([](int n) { return n * n; }, m.n);
  }
  akt::task<akt::result<akt::unit>> on(Quietly) {
    co_return co_await akt::offload([] { ++counted; });
  }
  akt::task<akt::result<int>> on(MaybeDivide m) {
    co_return co_await akt::offload(&divide, 12, m.by);
  }
  akt::task<akt::result<akt::unit>> on(Throwing) {
    co_return co_await akt::offload([] { throw std::runtime_error("blocked"); });
  }
  akt::task<akt::result<int>> on(CallNothing) {
    int (*none)(int) = nullptr;
    co_return co_await akt::offload(none, 1);
  }
  akt::task<akt::result<int>> on(Impatient m) {
    witness frame(alive_);
    co_return co_await akt::offload([] { return 1; }).within(m.d);
  }
  /// The arguments are the job's own, also when the frame is gone.
  akt::task<akt::result<std::size_t>> on(Carry) {
    std::string text(1000, 'x');
    witness frame(alive_);
    co_return co_await akt::offload([](const std::string& t, const witness&) { return t.size(); },
                                    text, frame);
  }

  akt::task<akt::result<int>> on(Ask) {
    auto keep = [this](akt::reply_port<int> port) { ports_->push_back(std::move(port)); };
    co_return co_await akt::from_callback<int>(keep);
  }
  akt::task<akt::result<int>> on(AskWithin m) {
    auto keep = [this](akt::reply_port<int> port) { ports_->push_back(std::move(port)); };
    co_return co_await akt::from_callback<int>(keep).within(m.d);
  }
  akt::task<akt::result<int>> on(AskThrower) {
    auto refuse = [](akt::reply_port<int>) { throw std::runtime_error("not started"); };
    co_return co_await akt::from_callback<int>(refuse);
  }
  akt::task<akt::result<int>> on(AskAtOnce) {
    auto answer = [](akt::reply_port<int> port) { port.fulfil(3); };
    co_return co_await akt::from_callback<int>(answer);
  }
  int on(Ping m) { return m.n; }

private:
  static akt::result<int> divide(int n, int by) {
    if (by == 0) return akt::error(akt::errc::rejected, "by zero");
    return n / by;
  }
  ports* ports_;
  int* alive_;
};

struct ports_first {
  ports kept;
};
struct clerks : ports_first, kit_test {
  akt::actor_ref<Clerk> clerk = kit.spawn<Clerk>("clerk", &kept, &alive);
  void TearDown() override { kept.clear(); } // while the system lives
};

struct offloads : clerks {};

// PIPE-02: also of an error that the call returns.
TEST_F(offloads, give_what_the_call_returns) {
  EXPECT_EQ(kit.await(clerk.ask<Square>(7)).value(), 49);
  counted = 0;
  EXPECT_TRUE(kit.await(clerk.ask<Quietly>()));
  EXPECT_EQ(counted, 1);
  EXPECT_EQ(kit.await(clerk.ask<MaybeDivide>(3)).value(), 4);
  EXPECT_EQ(error_of(kit.await(clerk.ask<MaybeDivide>(0))).detail(), "by zero");
}

// PIPE-02, PIPE-08: unlike in PIPE-02, the handler that waits hears of it.
TEST_F(offloads, that_throw_are_an_error_and_end_nobody) {
  akt::error why = error_of(kit.await(clerk.ask<Throwing>()));
  EXPECT_EQ(why, akt::errc::failed);
  EXPECT_EQ(why.detail(), "blocked");
  EXPECT_EQ(kit.await(clerk.ask<Ping>(1)).value(), 1);
}

// PIPE-04
TEST_F(offloads, of_no_function_are_refused) {
  EXPECT_EQ(error_of(kit.await(clerk.ask<CallNothing>())), akt::errc::invalid_argument);
  EXPECT_EQ(kit.await(clerk.ask<Ping>(1)).value(), 1);
}

TEST_F(offloads, keep_user_mail_waiting) {
  auto answer = later(clerk.ask<Square>(7));
  auto behind = later(clerk.ask<Ping>(1));
  kit.settle();
  EXPECT_TRUE(*answer && *behind);
}

TEST_F(offloads, refuse_a_time_that_is_not_greater_than_zero) {
  EXPECT_EQ(error_of(kit.await(clerk.ask<Impatient>(0s))), akt::errc::invalid_argument);
  EXPECT_EQ(error_of(kit.await(clerk.ask<Impatient>(-1s))), akt::errc::invalid_argument);
  EXPECT_EQ(kit.await(clerk.ask<Impatient>(akt::duration::max())).value(), 1);
}

TEST_F(offloads, go_on_when_their_frame_is_gone) {
  auto answer = later(clerk.ask<Carry>());
  while (alive < 3) ASSERT_TRUE(kit.world().step()); // the frame's, the job's and a copy
  clerk.stop(akt::now);
  kit.settle();
  EXPECT_EQ(alive, 0);
  ASSERT_TRUE(*answer);
}

struct callbacks : clerks {};

TEST_F(callbacks, answer_later) {
  auto answer = later(clerk.ask<Ask>());
  auto behind = later(clerk.ask<Ping>(1));
  kit.settle();
  ASSERT_EQ(kept.size(), 1u);
  EXPECT_FALSE(*answer);
  EXPECT_TRUE(kept[0].fulfil(5));
  EXPECT_FALSE(kept[0].fulfil(6)) << "once";
  EXPECT_FALSE(kept[0].fail(akt::errc::rejected));
  kit.settle();
  EXPECT_EQ((*answer)->value(), 5);
  EXPECT_TRUE(*behind);
}

TEST_F(callbacks, answer_before_the_handler_waits) {
  EXPECT_EQ(kit.await(clerk.ask<AskAtOnce>()).value(), 3);
}

TEST_F(callbacks, may_fail) {
  auto answer = later(clerk.ask<Ask>());
  kit.settle();
  EXPECT_TRUE(kept[0].fail(akt::error(akt::errc::rejected, "no")));
  kit.settle();
  EXPECT_EQ(error_of(**answer).detail(), "no");
}

TEST_F(callbacks, that_are_dropped_answer_cancelled) {
  auto answer = later(clerk.ask<Ask>());
  kit.settle();
  kept.clear();
  kit.settle();
  EXPECT_EQ(error_of(**answer), akt::errc::cancelled);
}

TEST_F(callbacks, that_are_replaced_answer_cancelled) {
  auto first = later(clerk.ask<Ask>());
  kit.settle();
  auto other = kit.spawn<Clerk>("other", &kept, &alive);
  auto second = later(other.ask<Ask>());
  kit.settle();
  ASSERT_EQ(kept.size(), 2u);
  kept[0] = std::move(kept[1]);
  kept.pop_back();
  kit.settle();
  EXPECT_EQ(error_of(**first), akt::errc::cancelled);
  EXPECT_TRUE(kept[0].fulfil(2));
  kit.settle();
  EXPECT_EQ((*second)->value(), 2);
}

TEST_F(callbacks, that_come_too_late_reach_nobody) {
  EXPECT_EQ(error_of(kit.await(clerk.ask<AskWithin>(10ms))), akt::errc::timeout);
  EXPECT_TRUE(kept[0].fulfil(5)) << "it cannot know";
  auto next = later(clerk.ask<Ask>());
  kit.settle();
  EXPECT_FALSE(*next);
  clerk.stop(akt::now);
  kit.settle();
  EXPECT_TRUE(kept[1].fulfil(6));
  kit.settle();
  EXPECT_EQ(error_of(**next), akt::errc::cancelled);
  EXPECT_EQ(fates(akt::fate::expired), 2u);
}

TEST_F(callbacks, have_the_ask_timeout_unless_told_otherwise) {
  auto before = kit.world().now();
  EXPECT_EQ(error_of(kit.await(clerk.ask<Ask>().within(1h))), akt::errc::timeout);
  EXPECT_EQ(kit.world().now() - before, 5s);
  EXPECT_EQ(error_of(kit.await(clerk.ask<AskWithin>(0s))), akt::errc::invalid_argument);
}

TEST_F(callbacks, that_throw_at_their_start_fail_the_handler) {
  akt::error why = error_of(kit.await(clerk.ask<AskThrower>()));
  EXPECT_EQ(why, akt::errc::failed);
  EXPECT_EQ(why.detail(), "not started");
}

} // namespace answers_test
