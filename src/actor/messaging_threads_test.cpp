// SPDX-License-Identifier: Apache-2.0
//
// Forwarded asks on real threads.
#include "threads_test_support.hpp"

namespace messaging_threads_test {

using akt_test::threaded;

struct Get {
  int n;
};

/// Hands every ask to the other one.
class Pass {
public:
  int on(Get m, akt::context<Pass>& ctx) {
    if (other_) ctx.forward(other_, m);
    return m.n;
  }
  void on(akt::actor_ref<Pass> other) { other_ = other; }

private:
  akt::actor_ref<Pass> other_;
};

struct messages_on_threads : threaded {};

TEST_F(messages_on_threads, that_are_forwarded_for_ever_time_out_for_their_asker) {
  auto a = system.spawn<Pass>("a"), b = system.spawn<Pass>("b");
  a.tell(b);
  b.tell(a);
  auto lost = a.ask<Get>(1).within(std::chrono::milliseconds(20)).get();
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().code(), akt::make_error_code(akt::errc::timeout));
  b.tell(akt::actor_ref<Pass>()); // it ends the round
  EXPECT_TRUE(quiet());
}

} // namespace messaging_threads_test
