// SPDX-License-Identifier: Apache-2.0
//
// Asks with callbacks that actors make while they end: they are asked, and nobody is called.
#include "budget_test_support.hpp"

namespace {

using namespace actor_test;
using akt::errc;

struct Question {};
struct Hint {
  std::shared_ptr<void> at_its_end;
};

struct Sage {
  int* asked;
  void on(Question) { ++*asked; }
};

struct Counters {
  int asked = 0;
  int called = 0;
};

void ask(akt::actor_ref<Sage> sage, Counters* all) {
  sage.ask<Question>().within(1h).then([all](const akt::result<akt::unit>&) { ++all->called; });
}

/// Asks in its destructor, and in that of what it is told.
class Mortal {
public:
  Mortal(akt::actor_ref<Sage> sage, Counters* all) : sage_(sage), all_(all) {}
  Mortal(const Mortal&) = delete;
  Mortal& operator=(const Mortal&) = delete;
  ~Mortal() { ask(sage_, all_); }
  void on(const Hint&) {}

private:
  akt::actor_ref<Sage> sage_;
  Counters* all_;
};

struct asks_at_the_end : budgets {
  Counters all;
  akt::actor_ref<Sage> sage;
  akt::actor_ref<Mortal> mortal;
  void SetUp() override {
    make();
    sage = kit->system().spawn<Sage>("sage", &all.asked);
    mortal = kit->system().spawn<Mortal>("mortal", sage, &all);
    kit->settle();
  }
};

TEST_F(asks_at_the_end, of_a_destructor_reach_their_actor_and_call_nobody) {
  mortal.stop();
  kit->advance(2h);
  EXPECT_EQ(all.asked, 1);
  EXPECT_EQ(all.called, 0);
}

TEST_F(asks_at_the_end, of_messages_that_are_dropped_do_the_same) {
  struct asks {
    asks_at_the_end* test;
    void operator()(int* p) const {
      ask(test->sage, &test->all);
      delete p;
    }
  };
  akt::any_ref(mortal).suspend(); // so that they wait
  kit->settle();
  for (int i = 0; i < 3; ++i) mortal.tell<Hint>(std::shared_ptr<int>(new int(i), asks{this}));
  kit->settle();
  mortal.stop(akt::now);
  kit->advance(2h);
  EXPECT_EQ(all.asked, 4);
  EXPECT_EQ(all.called, 0);
}

} // namespace
