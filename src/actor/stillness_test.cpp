// SPDX-License-Identifier: Apache-2.0
//
// What the end of a system waits for, and what it does not wait for.
#include "test_support.hpp"

namespace stillness_test {

using namespace actor_test;

struct Keep {};
struct Take {};
struct Work {};
struct Relay {
  akt::actor_ref<Gate> gate;
};
struct Guard {};

/// Stashes, and takes up again what it has stashed.
class Keeper {
public:
  explicit Keeper(journal* seen) : seen_(seen) {}
  int on(Keep m, akt::context<Keeper>& ctx) {
    if (!open_) ctx.stash(m);
    seen_->push_back(open_ ? "taken up" : "kept");
    return 1;
  }
  void on(Take, akt::context<Keeper>& ctx) {
    open_ = true;
    ctx.unstash_all();
  }

private:
  journal* seen_;
  bool open_ = false;
};

struct Worker {
  journal* seen;
  void on(Work) { seen->push_back("work"); }
};

/// Opens a keeper when it has slept.
struct Opener {
  akt::actor_ref<Keeper> keeper;
  akt::task<> on(Work, akt::context<Opener>& ctx) {
    co_await ctx.sleep(1s);
    keeper.tell<Take>();
  }
};

/// Waits for the end of its child.
struct Parent {
  journal* seen;
  akt::task<int> on(Guard, akt::context<Parent>& ctx) {
    auto child = ctx.spawn<Worker>("child", seen);
    auto reason = co_await child.stopped().within(1h);
    seen->push_back(reason && *reason == akt::stop_reason::stopped ? "child stopped" : "no end");
    co_return 7;
  }
  void on(Work) { seen->push_back("parent"); }
};

struct Client {
  akt::actor_ref<Parent> parent;
  int* answer;
  akt::task<> on(Work) {
    auto got = co_await parent.ask<Guard>().within(1h);
    *answer = got ? *got : -1;
  }
};

/// Asks a gate.
struct Relays {
  akt::task<int> on(Relay m) {
    auto got = co_await m.gate.ask<Wait>().within(1s);
    co_return got ? *got : -1;
  }
};

/// Tells another one each of its messages until there are none.
struct Chain {
  akt::actor_ref<Worker> to;
  void on(Ping m, akt::context<Chain>& ctx) {
    to.tell<Work>();
    if (m.n > 0) ctx.self().tell<Ping>(m.n - 1);
  }
};

struct ends : kit_test {
  /// Stops the system; no time must have passed, unless it is said.
  akt::stop_report stop_in(akt::duration expected = {}) {
    const akt::instant before = kit.world().now();
    akt::stop_report report = system().stop();
    EXPECT_EQ(kit.world().now() - before, expected);
    EXPECT_TRUE(report.in_order);
    EXPECT_EQ(report.late, 0u);
    return report;
  }
};

TEST_F(ends, do_not_wait_for_what_is_stashed) {
  auto keeper = kit.spawn<Keeper>("keeper", &seen);
  keeper.tell<Keep>();
  auto asked = later(keeper.ask<Keep>());
  EXPECT_EQ(stop_in().not_handled, 2u);
  EXPECT_EQ(seen, (journal{"kept", "kept"}));
  ASSERT_TRUE(*asked);
  EXPECT_EQ(error_of(**asked), akt::errc::stopped);
}

TEST_F(ends, wait_for_what_takes_up_what_is_stashed) {
  auto keeper = kit.spawn<Keeper>("keeper", &seen);
  auto asked = later(keeper.ask<Keep>());
  kit.spawn<Opener>("opener", keeper).tell<Work>();
  EXPECT_EQ(stop_in(1s).not_handled, 0u);
  EXPECT_EQ(seen, (journal{"kept", "taken up"}));
  ASSERT_TRUE(*asked);
  EXPECT_EQ((*asked)->value(), 1);
}

TEST_F(ends, do_not_wait_for_mail_of_an_actor_that_is_suspended) {
  auto worker = kit.spawn<Worker>("worker", &seen);
  worker.suspend();
  kit.settle();
  worker.tell<Work>();
  EXPECT_EQ(stop_in().not_handled, 1u);
  EXPECT_TRUE(seen.empty());
}

TEST_F(ends, do_not_wait_for_who_asks_for_an_end_outside_of_actors) {
  auto worker = kit.spawn<Worker>("worker", &seen);
  auto reason = later(worker.stopped().within(1h));
  kit.settle();
  EXPECT_EQ(stop_in().not_handled, 0u);
  ASSERT_TRUE(*reason);
  EXPECT_EQ((*reason)->value(), akt::stop_reason::stopped);
}

TEST_F(ends, stop_the_child_whose_end_its_parent_waits_for) {
  auto parent = kit.spawn<Parent>("parent", &seen);
  int answer = 0;
  kit.spawn<Client>("client", parent, &answer).tell<Work>();
  kit.settle();
  parent.tell<Work>();
  EXPECT_EQ(stop_in().not_handled, 0u);
  EXPECT_EQ(seen, (journal{"child stopped", "parent"}));
  EXPECT_EQ(answer, 7) << "who waits for the parent is answered";
}

TEST_F(ends, wait_for_messages_that_actors_tell_each_other) {
  auto worker = kit.spawn<Worker>("worker", &seen);
  kit.spawn<Keeper>("keeper", &seen).tell<Keep>();
  kit.spawn<Chain>("chain", worker).tell<Ping>(99);
  EXPECT_EQ(stop_in().not_handled, 1u) << "what is stashed";
  EXPECT_EQ(seen.size(), 101u);
}

TEST_F(ends, wait_for_who_asks_one_that_has_promised_an_answer) {
  auto gate = kit.spawn<Gate>("gate");
  auto answer = later(kit.spawn<Relays>("relays").ask<Relay>(gate));
  kit.settle();
  EXPECT_EQ(stop_in(1s).not_handled, 0u) << "a timer might have let it answer";
  ASSERT_TRUE(*answer);
  EXPECT_EQ((*answer)->value(), -1);
}

} // namespace stillness_test
