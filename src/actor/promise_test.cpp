// SPDX-License-Identifier: Apache-2.0
//
// deferred: answers that come later, from elsewhere, twice or never.
#include "test_support.hpp"

#include <optional>

namespace promise_test {

using namespace actor_test;

struct Give {
  akt::deferred<int> promise;
};
struct Drop {};
struct Fail {
  akt::errc why;
};
struct GiveAway {};

/// Fulfils the promises of others.
class Helper {
public:
  explicit Helper(journal* seen) : seen_(seen) {}
  void on(Give m) { seen_->push_back(m.promise.fulfil(5) ? "fulfilled" : "too late"); }

private:
  journal* seen_;
};

class Promiser {
public:
  explicit Promiser(akt::actor_ref<Helper> helper) : helper_(helper) {}
  akt::deferred<int> on(Wait) { return *(waiting_ = akt::deferred<int>()); }
  akt::deferred<int> on(GiveAway) {
    akt::deferred<int> promise;
    helper_.tell<Give>(promise);
    return promise;
  }
  bool on(Open m) { return waiting_ && waiting_->fulfil(m.value); }
  bool on(Fail m) { return waiting_ && waiting_->fail(m.why); }
  void on(Drop) { waiting_.reset(); }

private:
  akt::actor_ref<Helper> helper_;
  std::optional<akt::deferred<int>> waiting_;
};

struct promises : kit_test {
  akt::actor_ref<Helper> helper = kit.spawn<Helper>("helper", &seen);
  akt::actor_ref<Promiser> promiser = kit.spawn<Promiser>("promiser", helper);

  later_answer<int> ask_to_wait() {
    auto answer = later(promiser.ask<Wait>().within(1h));
    kit.settle();
    EXPECT_FALSE(*answer);
    return answer;
  }
};

TEST_F(promises, are_kept_later) {
  auto answer = ask_to_wait();
  EXPECT_TRUE(kit.await(promiser.ask<Open>(7)).value());
  kit.settle();
  EXPECT_EQ((*answer)->value(), 7);
}

// MSG_02
TEST_F(promises, are_kept_once) {
  auto answer = ask_to_wait();
  EXPECT_TRUE(kit.await(promiser.ask<Open>(7)).value());
  EXPECT_FALSE(kit.await(promiser.ask<Open>(8)).value());
  EXPECT_FALSE(kit.await(promiser.ask<Fail>(akt::errc::rejected)).value());
  kit.settle();
  EXPECT_EQ((*answer)->value(), 7);
}

TEST_F(promises, may_end_in_an_error) {
  auto answer = ask_to_wait();
  EXPECT_TRUE(kit.await(promiser.ask<Fail>(akt::errc::rejected)).value());
  EXPECT_FALSE(kit.await(promiser.ask<Open>(8)).value());
  kit.settle();
  EXPECT_EQ(error_of(**answer), akt::errc::rejected);
}

TEST_F(promises, are_kept_from_another_actors_turn) {
  EXPECT_EQ(kit.await(promiser.ask<GiveAway>()).value(), 5);
  EXPECT_EQ(seen, (journal{"fulfilled"}));
}

TEST_F(promises, that_are_dropped_answer_cancelled) {
  auto answer = ask_to_wait();
  promiser.tell<Drop>();
  kit.settle();
  EXPECT_EQ(error_of(**answer), akt::errc::cancelled);
}

TEST_F(promises, end_with_their_actor) {
  auto answer = ask_to_wait();
  promiser.stop();
  kit.settle();
  EXPECT_EQ(error_of(**answer), akt::errc::stopped);
}

TEST_F(promises, that_are_replaced_answer_cancelled) {
  auto first = ask_to_wait();
  auto second = ask_to_wait();
  EXPECT_EQ(error_of(**first), akt::errc::cancelled);
  EXPECT_TRUE(kit.await(promiser.ask<Open>(2)).value());
  kit.settle();
  EXPECT_EQ((*second)->value(), 2);
}

TEST_F(promises, to_a_teller_are_owed_to_nobody) {
  promiser.tell<Wait>();
  kit.settle();
  EXPECT_FALSE(kit.await(promiser.ask<Open>(7)).value());
  promiser.tell<GiveAway>();
  kit.settle();
  EXPECT_EQ(fates(akt::fate::cancelled), 0u);
}

TEST_F(promises, of_an_asker_that_gave_up_are_kept_in_vain) {
  EXPECT_EQ(error_of(promiser.ask<Wait>().within(1ms).get()), akt::errc::timeout);
  EXPECT_TRUE(kit.await(promiser.ask<Open>(7)).value());
  kit.settle();
  EXPECT_EQ(fates(akt::fate::expired), 1u);
}

struct Early {};
struct Twice {};
struct Heavy {
  explicit Heavy(int* alive) : w(alive) {}
  witness w;
};

class Hasty {
public:
  explicit Hasty(int* alive) : alive_(alive) {}
  akt::deferred<Heavy> on(Early) {
    akt::deferred<Heavy> promise;
    EXPECT_TRUE(promise.fulfil(Heavy(alive_)));
    EXPECT_FALSE(promise.fulfil(Heavy(alive_)));
    return promise;
  }
  /// One promise cannot answer two asks.
  akt::deferred<int> on(Twice) { return same_; }

private:
  int* alive_;
  akt::deferred<int> same_;
};

TEST_F(promises, may_be_kept_before_the_handler_returns) {
  auto hasty = kit.spawn<Hasty>("hasty", &alive);
  EXPECT_TRUE(kit.await(hasty.ask<Early>()));
  hasty.tell<Early>();
  kit.settle();
  EXPECT_EQ(alive, 0);
}

TEST_F(promises, answer_one_ask_only) {
  auto hasty = kit.spawn<Hasty>("hasty", &alive);
  auto first = later(hasty.ask<Twice>());
  kit.settle();
  auto second = later(hasty.ask<Twice>());
  kit.settle();
  EXPECT_FALSE(*first);
  EXPECT_EQ(error_of(**second), akt::errc::cancelled);
  hasty.stop();
  kit.settle();
  EXPECT_EQ(error_of(**first), akt::errc::stopped);
}

TEST_F(promises, may_live_outside_of_actors) {
  akt::deferred<int> never_used;
  akt::deferred<int> copy = never_used;
  EXPECT_FALSE(copy.fail(akt::errc::rejected));
  EXPECT_TRUE(copy.fulfil(1));
  EXPECT_FALSE(never_used.fulfil(2));
}

} // namespace promise_test
