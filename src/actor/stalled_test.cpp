// SPDX-License-Identifier: Apache-2.0
//
// Failures that must not keep a deadline or a stop from coming.
#include "test_support.hpp"

namespace stalled_test {

using namespace actor_test;
using akt::directive;
using akt::supervisor;

struct Break {};
struct AskAndBreak {
  akt::actor_ref<Gate> gate;
};

/// Breaks, at once or when it has waited for a second.
class Brittle {
public:
  explicit Brittle(std::vector<akt::errc>* answers) : answers_(answers) {}
  void on(Break) { throw std::runtime_error("broken"); }
  akt::task<> on(AskAndBreak m, akt::context<Brittle>& ctx) {
    m.gate.ask<Wait>().within(3s).then([answers = answers_](const akt::result<int>& r) {
      answers->push_back(static_cast<akt::errc>(r.error().code().value()));
    });
    co_await ctx.sleep(1s);
    throw std::runtime_error("broken");
  }

private:
  std::vector<akt::errc>* answers_;
};

struct stalled : kit_test {
  akt::actor_ref<Brittle> brittle(directive d) {
    return system().spawn<Brittle>(
        akt::spawn_options{.name = "brittle", .supervise = supervisor().otherwise(d)}, &answers);
  }
  std::vector<akt::errc> answers;
};

TEST_F(stalled, deadlines_ring_behind_one_at_which_a_handler_throws) {
  auto actor = brittle(directive::resume);
  actor.tell<AskAndBreak>(kit.spawn<Gate>("gate"));
  kit.settle();
  kit.advance(1s);
  EXPECT_EQ(fates(akt::fate::failed), 1u);
  kit.advance(3s);
  EXPECT_EQ(answers, std::vector{akt::errc::timeout});
}

TEST_F(stalled, a_stop_comes_to_an_actor_that_is_suspended_before_it_gets_there) {
  for (directive d : {directive::suspend, directive::escalate}) {
    auto actor = brittle(d);
    kit.settle();
    actor.tell<Break>();
    actor.stop();
    kit.settle();
    EXPECT_EQ(system().actors_alive(), 0u);
  }
  auto actor = brittle(directive::resume);
  actor.tell<AskAndBreak>(kit.spawn<Gate>("gate"));
  kit.settle();
  actor.stop();
  kit.settle();
  actor.suspend();
  kit.settle();
  EXPECT_EQ(system().actors_alive(), 1u) << "the gate";
}

} // namespace stalled_test
