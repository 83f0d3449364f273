// SPDX-License-Identifier: Apache-2.0
//
// Failures, stashes and forwards where no message is in hand: in callbacks, `stopping`,
// destructors.
#include "test_support.hpp"

namespace misplaced_failure_test {

using namespace actor_test;
using akt::directive;
using akt::supervisor;

struct Mode {
  int mode = 0;
};
enum : int { fail, stash, forward, sender, answer, count };

/// Asks an Echo with a callback, which does what it is told to while a handler waits.
class Busy {
public:
  Busy(akt::actor_ref<Echo> echo, akt::actor_ref<Busy> other) : echo_(echo), other_(other) {}

  akt::task<int> on(Mode m, akt::context<Busy>& ctx) {
    if (m.mode == answer) {
      ++answers_;
      co_return 107;
    }
    if (m.mode == count) co_return answers_;
    echo_.ask<Ping>(1).then([this, m, &ctx](const akt::result<int>&) {
      if (m.mode == fail) ctx.fail(akt::error(akt::errc::failed, "in a callback"));
      if (m.mode == stash) ctx.stash(Mode{answer});
      if (m.mode == forward) ctx.forward(other_, Mode{answer});
      if (m.mode == sender) from_nobody_ = !ctx.sender();
    });
    co_await ctx.sleep(1s);
    co_return from_nobody_ ? 6 : 5;
  }

private:
  akt::actor_ref<Echo> echo_;
  akt::actor_ref<Busy> other_;
  int answers_ = 0;
  bool from_nobody_ = false;
};

struct callbacks_beside_a_handler : kit_test {
  akt::actor_ref<Echo> echo = system().spawn<Echo>("echo");
  akt::actor_ref<Busy> other = system().spawn<Busy>("other", echo, akt::actor_ref<Busy>());
  akt::actor_ref<Busy> busy = system().spawn<Busy>(
      akt::spawn_options{.name = "busy", .supervise = supervisor().otherwise(directive::resume)},
      echo, other);
};

TEST_F(callbacks_beside_a_handler, fail_the_actor_and_not_the_message_of_the_handler) {
  EXPECT_EQ(kit.await(busy.ask<Mode>(fail)).value(), 5);
  EXPECT_EQ(fates(akt::fate::failed), 0u);
  auto again = system().spawn<Busy>(
      akt::spawn_options{.name = "again", .supervise = supervisor().otherwise(directive::restart)},
      echo, other);
  EXPECT_EQ(error_of(kit.await(again.ask<Mode>(fail))).code(), akt::errc::cancelled)
      << "the actor has failed and was made anew";
}

TEST_F(callbacks_beside_a_handler, stash_and_forward_new_messages_and_not_that_of_the_handler) {
  EXPECT_EQ(kit.await(busy.ask<Mode>(stash)).value(), 5);
  EXPECT_EQ(system().info(busy).stashed, 1u);
  EXPECT_EQ(kit.await(busy.ask<Mode>(forward)).value(), 5);
  EXPECT_EQ(kit.await(other.ask<Mode>(count)).value(), 1);
  busy.stop(akt::now); // what it has stashed has a fate
}

TEST_F(callbacks_beside_a_handler, have_no_sender) {
  EXPECT_EQ(kit.await(busy.ask<Mode>(sender)).value(), 6);
}

struct Sore {
  bool in_destructor = false;
  akt::context<Sore>* self = nullptr;
  void on(const akt::started&, akt::context<Sore>& ctx) { self = &ctx; }
  void on(const akt::stopping&, akt::context<Sore>& ctx) {
    if (!in_destructor) ctx.fail(akt::error(akt::errc::failed, "while it stops"));
  }
  Sore(bool d) : in_destructor(d) {}
  Sore(Sore&&) = default;
  ~Sore() {
    if (in_destructor && self) self->fail(akt::error(akt::errc::failed, "while it is destroyed"));
  }
};

struct Healthy {
  int on(Ping, akt::context<Healthy>& ctx) {
    ctx.fail(akt::error(akt::errc::rejected, "as usual"));
    return 7;
  }
};

struct failing_ends : kit_test {
  /// Ends a Sore and lets another actor of the same worker fail.
  void end_one(bool in_destructor) {
    auto watcher = system().spawn<Watcher>(akt::anonymous, &ended);
    auto sore = system().spawn<Sore>(akt::anonymous, in_destructor);
    watcher.tell<Watch>(sore);
    kit.settle();
    sore.stop();
    kit.settle();
    auto healthy = system().spawn<Healthy>(akt::anonymous);
    EXPECT_EQ(error_of(kit.await(healthy.ask<Ping>(1))).code(), akt::errc::failed);
    kit.settle();
    EXPECT_EQ(system().actors_alive(), 1u) << "only the watcher: the other has failed";
  }
};

TEST_F(failing_ends, of_one_actor_do_not_concern_the_next_one_on_its_worker) {
  end_one(false);
  ASSERT_EQ(ended.size(), 1u);
  EXPECT_EQ(ended[0].reason, akt::stop_reason::failed);
}

TEST_F(failing_ends, in_a_destructor_come_too_late) {
  end_one(true);
  ASSERT_EQ(ended.size(), 1u);
  EXPECT_EQ(ended[0].reason, akt::stop_reason::stopped);
}

} // namespace misplaced_failure_test
