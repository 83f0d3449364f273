// SPDX-License-Identifier: Apache-2.0
//
// A handler, a constructor or a callback throws: its actor stops with reason `failed`.
#include "test_support.hpp"

namespace failure_test {

using namespace actor_test;

enum class how { standard, number, no_text };

struct textless : std::exception {
  const char* what() const noexcept override { return nullptr; }
};

[[noreturn]] void blow_up(how h) {
  switch (h) {
  case how::standard:
    throw std::runtime_error("boom");
  case how::number:
    throw 42;
  case how::no_text:
    break;
  }
  throw textless();
}

std::string text_of(how h) {
  switch (h) {
  case how::standard:
    return "boom";
  case how::number:
    return "exception of an unknown type";
  case how::no_text:
    break;
  }
  return "exception without a text";
}

struct Throw {
  how h;
};
struct ThrowEarly {
  how h;
};
struct ThrowLate {
  how h;
};
struct ThrowNested {
  how h;
};
struct ThrowInCallback {
  how h;
};
struct ThrowPromising {
  how h;
};

class Bomb {
public:
  explicit Bomb(akt::actor_ref<Echo> echo) : echo_(echo) {}

  int on(Throw m) { blow_up(m.h); }
  akt::task<int> on(ThrowEarly m) {
    blow_up(m.h);
    co_return 1;
  }
  akt::task<int> on(ThrowLate m) {
    (void)co_await echo_.ask<Ping>(1);
    blow_up(m.h);
    co_return 1;
  }
  akt::task<int> on(ThrowNested m) { co_return co_await outer(m.h); }
  akt::deferred<int> on(ThrowPromising m) { blow_up(m.h); }
  void on(ThrowInCallback m) {
    echo_.ask<Ping>(1).then([h = m.h](const akt::result<int>&) { blow_up(h); });
  }
  int on(Ping m) { return m.n; }

private:
  akt::task<int> outer(how h) { co_return co_await inner(h) + 1; }
  akt::task<int> inner(how h) {
    (void)co_await echo_.ask<Ping>(1);
    blow_up(h);
    co_return 1;
  }

  akt::actor_ref<Echo> echo_;
};

class failures : public kit_test, public testing::WithParamInterface<how> {
protected:
  failures() {
    watcher.tell<Watch>(bomb);
    kit.settle();
  }

  /// The asker heard of it, the waiting mail got its fate, the watcher was told once.
  void expect_failed(const akt::error& why) {
    EXPECT_EQ(why, akt::errc::failed);
    EXPECT_EQ(why.detail(), text_of(GetParam()));
    EXPECT_EQ(fates(akt::fate::failed), 1u);
    expect_ended();
  }
  void expect_ended() {
    kit.settle();
    EXPECT_EQ(waiting, "stopped stopped ");
    ASSERT_EQ(ended.size(), 1u);
    EXPECT_EQ(ended[0].reason, akt::stop_reason::failed);
    EXPECT_EQ(ended[0].path, "akt://test/bomb");
    EXPECT_TRUE(ended[0].actor == bomb);
    EXPECT_EQ(error_of(system().find<Bomb>("bomb")), akt::errc::no_such_actor);
    EXPECT_EQ(error_of(kit.await(bomb.ask<Ping>(1))), akt::errc::stopped);
  }
  /// Two asks that wait behind whatever was sent before.
  void queue_mail() {
    for (int n = 0; n < 2; ++n)
      bomb.ask<Ping>(n).then([this](const akt::result<int>& r) {
        waiting += std::string(r ? "answered" : error_name(r.error())) + " ";
      });
  }
  static const char* error_name(const akt::error& e) {
    return e == akt::errc::stopped ? "stopped" : "another error";
  }
  template <class M>
  akt::error ask_and_queue() {
    auto answer = later(bomb.ask<M>(GetParam()));
    kit.world().step(); // sends the ask, so that the mail comes behind it
    queue_mail();
    kit.settle();
    return *answer ? error_of(**answer) : akt::error(akt::errc::unknown, "no answer");
  }

  std::string waiting;
  akt::actor_ref<Echo> echo = kit.spawn<Echo>("echo");
  akt::actor_ref<Bomb> bomb = kit.spawn<Bomb>("bomb", echo);
  akt::actor_ref<Watcher> watcher = kit.spawn<Watcher>("watcher", &ended);
};

TEST_P(failures, of_a_handler) { expect_failed(ask_and_queue<Throw>()); }
TEST_P(failures, of_a_coroutine_before_it_waits) { expect_failed(ask_and_queue<ThrowEarly>()); }
// SUP-02
TEST_P(failures, of_a_coroutine_after_it_waited) { expect_failed(ask_and_queue<ThrowLate>()); }
TEST_P(failures, through_nested_tasks) { expect_failed(ask_and_queue<ThrowNested>()); }
TEST_P(failures, of_a_handler_that_promises) { expect_failed(ask_and_queue<ThrowPromising>()); }

// SUP-02, SUP-10
TEST_P(failures, of_a_told_handler) {
  bomb.tell<Throw>(GetParam());
  queue_mail();
  kit.settle();
  EXPECT_EQ(fates(akt::fate::failed), 1u);
  expect_ended();
}

TEST_P(failures, of_a_callback_on_a_turn) {
  bomb.tell<ThrowInCallback>(GetParam());
  kit.settle();
  queue_mail();
  expect_ended();
  EXPECT_EQ(fates(akt::fate::failed), 0u) << "the message itself was handled";
}

TEST_P(failures, of_a_callback_outside_of_a_turn_are_logged_and_end_nobody) {
  echo.ask<Ping>(1).then([](const akt::result<int>&) { blow_up(GetParam()); });
  kit.settle();
  EXPECT_EQ(kit.await(echo.ask<Ping>(5)).value(), 5);
  EXPECT_TRUE(ended.empty());
}

INSTANTIATE_TEST_SUITE_P(all, failures, testing::Values(how::standard, how::number, how::no_text),
                         [](const auto& chosen) -> std::string {
                           return chosen.param == how::standard ? "standard"
                                  : chosen.param == how::number ? "number"
                                                                : "no_text";
                         });

struct starts : kit_test {};

struct NeverMade {
  explicit NeverMade(int* alive) : w(alive) { throw std::runtime_error("no"); }
  ~NeverMade() { ADD_FAILURE() << "destroyed, but never made"; }
  int on(Ping m) { return m.n; }
  witness w;
};

// LIFE_02, LIFE-07
TEST_F(starts, a_constructor_that_throws_makes_no_actor) {
  auto never = kit.spawn<NeverMade>("never", &alive);
  kit.spawn<Watcher>("watcher", &ended).tell<Watch>(never);
  EXPECT_EQ(error_of(kit.await(never.ask<Ping>(1))), akt::errc::stopped);
  EXPECT_EQ(error_of(system().find<NeverMade>("never")), akt::errc::no_such_actor);
  kit.settle();
  EXPECT_EQ(alive, 0);
  EXPECT_EQ(ended.size(), 1u);
  EXPECT_EQ(system().actors_alive(), 1u);
}

struct FailsAtStart {
  explicit FailsAtStart(int* alive) : w(alive) {}
  void on(const akt::started&) { throw 1; }
  int on(Ping m) { return m.n; }
  witness w;
};
struct FailsLaterAtStart {
  explicit FailsLaterAtStart(int* alive) : w(alive) {}
  akt::task<> on(const akt::started&, akt::context<FailsLaterAtStart>& ctx) {
    co_await ctx.sleep(1ms);
    throw 1;
  }
  int on(Ping m) { return m.n; }
  witness w;
};

template <class A>
class failing_starts : public kit_test {};
using failing_kinds = testing::Types<FailsAtStart, FailsLaterAtStart>;
TYPED_TEST_SUITE(failing_starts, failing_kinds);

TYPED_TEST(failing_starts, end_the_actor) {
  auto a = this->kit.template spawn<TypeParam>("a", &this->alive);
  this->kit.template spawn<Watcher>("watcher", &this->ended).template tell<Watch>(a);
  EXPECT_EQ(error_of(this->kit.await(a.template ask<Ping>(1))), akt::errc::stopped);
  this->kit.advance(1s);
  EXPECT_EQ(this->alive, 0);
  EXPECT_EQ(this->fates(akt::fate::failed), 1u);
  EXPECT_EQ(this->ended.size(), 1u);
  EXPECT_EQ(this->system().actors_alive(), 1u);
}

} // namespace failure_test
