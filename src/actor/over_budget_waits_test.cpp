// SPDX-License-Identifier: Apache-2.0
//
// Memory is refused where a handler begins to wait, or promises to answer later: in the middle of
// a turn, so that the message is there and what it needs is not.
#include "budget_test_support.hpp"

#include <variant>

namespace over_budget_waits_test {

using namespace actor_test;
using akt::block_cache;
using akt::detail::frame_header;

constexpr auto refusal = akt::errc::over_budget;

struct Sleep {};
struct SleepAndCatch {};
struct Offload {
  bool leave_job;
};
struct Compute {
  std::optional<drought>* outside;
};
struct FromCallback {};
struct Request {};
struct Both {};
struct Then {
  bool leave_block;
};
struct Nest {};
struct Big {
  char bytes[1000];
};

int calls = 0;
int call() { return ++calls; }

/// Each of its handlers is out of memory when it begins to wait.
class Parched {
public:
  Parched(akt::actor_ref<Echo> echo, journal* seen) : echo_(echo), seen_(seen) {}

  akt::task<> on(Sleep, akt::context<Parched>& ctx) {
    drought dry;
    co_await ctx.sleep(1ms);
  }
  akt::task<bool> on(SleepAndCatch, akt::context<Parched>& ctx) {
    drought dry;
    try {
      co_await ctx.sleep(1ms);
    } catch (const akt::bad_result& thrown) {
      co_return thrown.error() == refusal;
    }
    co_return false;
  }
  akt::task<akt::result<int>> on(Offload m) {
    drought dry;
    if (m.leave_job)
      dry.leave_one(sizeof(akt::detail::offload_job<int (*)()>) + sizeof(frame_header));
    co_return co_await akt::offload(&call);
  }
  akt::task<akt::result<bool>> on(Compute m, akt::context<Parched>& ctx) {
    auto parch = [](std::optional<drought>* dry, block_cache* cache) {
      dry->emplace(*cache);
      return Big{};
    };
    block_cache* cache = ctx.system().core().outside()->cache;
    auto big = co_await akt::offload(parch, m.outside, cache);
    if (!big) co_return big.error();
    co_return true;
  }
  akt::task<akt::result<int>> on(FromCallback) {
    drought dry;
    auto start = [](akt::reply_port<int> port) { port.fulfil(call()); };
    co_return co_await akt::from_callback<int>(start);
  }
  akt::task<akt::result<int>> on(Request) {
    auto request = echo_.ask<Ping>(1);
    drought dry;
    co_return co_await request;
  }
  akt::task<int> on(Both) {
    auto all = akt::all(echo_.ask<Ping>(1), echo_.ask<Ping>(2));
    auto first = akt::first(echo_.ask<Ping>(1), echo_.ask<Ping>(2));
    drought dry;
    auto [one, two] = co_await all;
    auto earliest = co_await first;
    co_return int(one.error() == refusal) + int(two.error() == refusal) +
        int(std::get<0>(earliest).error() == refusal);
  }
  void on(Then m) {
    auto request = echo_.ask<Ping>(1);
    auto note = [this](akt::result<int> answer) { seen_->push_back(answer.error().message()); };
    drought dry;
    if (m.leave_block)
      dry.leave_one(sizeof(akt::detail::reply_callback<int, decltype(note)>) +
                    sizeof(frame_header));
    std::move(request).then(note);
    seen_->push_back("then returns");
  }
  akt::task<int> on(Nest) {
    drought dry;
    int n = co_await inner();
    co_return n;
  }

private:
  akt::task<int> inner() { co_return call(); }

  akt::actor_ref<Echo> echo_;
  journal* seen_;
};

/// A bound of one megabyte, which droughts take up.
class waits : public budgets {
protected:
  waits() {
    calls = 0;
    make(std::size_t(1) << 20);
  }

  /// Without a name: with one it had its rare parts from the beginning.
  akt::actor_ref<Parched> parched() {
    return kit->spawn<Parched>(akt::anonymous, kit->spawn<Echo>(akt::anonymous), &seen);
  }

  journal seen;
};

TEST_F(waits, a_sleep_throws_and_ends_its_actor) {
  auto actor = parched();
  auto why = error_of(actor.ask<Sleep>().get());
  EXPECT_EQ(why, akt::errc::failed);
  EXPECT_EQ(why.detail(), "over the memory budget");
  EXPECT_EQ(error_of(actor.ask<Sleep>().get()), akt::errc::stopped);
}

TEST_F(waits, a_sleep_that_is_refused_may_be_caught) {
  auto actor = parched();
  EXPECT_TRUE(actor.ask<SleepAndCatch>().get().value());
  EXPECT_TRUE(actor.ask<SleepAndCatch>().get().value()) << "the actor lives";
}

TEST_F(waits, an_offloaded_call_is_not_made) {
  for (bool leave_job : {false, true}) {
    auto actor = parched();
    EXPECT_EQ(error_of(actor.ask<Offload>(leave_job).get()), refusal);
    kit->settle();
    EXPECT_EQ(calls, 0);
  }
}

TEST_F(waits, the_answer_of_an_offloaded_call_is_refused_as_such) {
  std::optional<drought> outside;
  auto answer = later(parched().ask<Compute>(&outside));
  kit->settle();
  EXPECT_TRUE(outside);
  EXPECT_EQ(error_of(**answer), refusal);
}

TEST_F(waits, a_callback_bridge_is_not_begun) {
  EXPECT_EQ(error_of(parched().ask<FromCallback>().get()), refusal);
  EXPECT_EQ(calls, 0);
}

TEST_F(waits, an_ask_is_not_sent) {
  auto sent_by_itself = kit->system().fates().sent;
  EXPECT_EQ(error_of(parched().ask<Request>().get()), refusal);
  EXPECT_EQ(kit->system().fates().sent, sent_by_itself + 2) << "the ask to it and its answer";
}

TEST_F(waits, all_and_first_say_so_for_each) { EXPECT_EQ(parched().ask<Both>().get().value(), 3); }

TEST_F(waits, a_callback_on_a_turn_is_called_at_once) {
  for (bool leave_block : {false, true}) {
    seen.clear();
    parched().tell<Then>(leave_block);
    kit->settle();
    EXPECT_EQ(seen, (journal{"over the memory budget", "then returns"}));
  }
}

TEST_F(waits, a_callback_outside_of_a_turn_is_called_at_once) {
  auto request = kit->spawn<Echo>("echo").ask<Ping>(1);
  drought dry(*kit->system().core().outside()->cache);
  EXPECT_EQ(error_of(**later(std::move(request))), refusal);
}

TEST_F(waits, a_callback_outside_of_a_turn_is_called_if_its_wait_is_refused) {
  auto answer = later(kit->spawn<Echo>("echo").ask<Ping>(1));
  EXPECT_FALSE(*answer);
  drought dry(kit->system().core().workers.front()->blocks);
  kit->settle();
  EXPECT_EQ(error_of(**answer), refusal);
}

TEST_F(waits, a_thread_that_gets_no_place_to_wait_is_told) {
  auto echo = kit->spawn<Echo>("echo");
  auto& waiters = kit->system().core().waiters;
  std::vector<akt::detail::external_waiter*> taken;
  while (auto* w = waiters.take()) taken.push_back(w);
  EXPECT_EQ(taken.size(), 65'536u);
  EXPECT_EQ(error_of(echo.ask<Ping>(1).get()), refusal);
  for (auto* w : taken) {
    (void)w->slot.abandon(w->sequence);
    waiters.give(*w);
  }
  EXPECT_TRUE(echo.ask<Ping>(1).get());
}

TEST_F(waits, an_inner_task_without_a_frame_throws) {
  auto why = error_of(parched().ask<Nest>().get());
  EXPECT_EQ(why, akt::errc::failed);
  EXPECT_EQ(why.detail(), "over the memory budget: no frame was to be had, or awaited twice");
  EXPECT_EQ(calls, 0);
}

struct Early {};

/// Promises while there is no memory for it.
class Promiser {
public:
  Promiser(std::optional<drought>* dry, bool lasts) : dry_(dry), lasts_(lasts) {}

  akt::deferred<int> on(Wait) {
    dry_->emplace();
    akt::deferred<int> later;
    kept_ = later;
    if (!lasts_) dry_->reset();
    return later;
  }
  akt::deferred<int> on(Early) {
    dry_->emplace();
    akt::deferred<int> now;
    EXPECT_FALSE(now.fulfil(1));
    if (!lasts_) dry_->reset();
    return now;
  }
  bool on(Open m) { return kept_.fulfil(m.value); }
  bool on(Ping) { return kept_.fail(akt::errc::rejected); }

private:
  std::optional<drought>* dry_;
  bool lasts_;
  akt::deferred<int> kept_;
};

TEST_F(waits, a_promise_is_answered_for_and_cannot_be_kept) {
  for (bool lasts : {false, true}) {
    std::optional<drought> dry;
    auto promiser = kit->spawn<Promiser>(akt::anonymous, &dry, lasts);
    EXPECT_EQ(error_of(promiser.ask<Wait>().get()), refusal);
    dry.reset();
    EXPECT_FALSE(promiser.ask<Open>(1).get().value());
    EXPECT_FALSE(promiser.ask<Ping>(1).get().value());
    EXPECT_EQ(error_of(promiser.ask<Early>().get()), refusal);
  }
}

TEST_F(waits, a_promise_to_nobody_needs_none) {
  std::optional<drought> dry;
  auto promiser = kit->spawn<Promiser>(akt::anonymous, &dry, true);
  promiser.tell<Wait>();
  kit->settle();
  dry.reset();
  EXPECT_FALSE(promiser.ask<Open>(1).get().value());
  EXPECT_EQ(refused(), 0u);
}

} // namespace over_budget_waits_test
