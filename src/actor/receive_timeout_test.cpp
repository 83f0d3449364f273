// SPDX-License-Identifier: Apache-2.0
//
// Actors that hear of their own silence.
#include "test_support.hpp"

namespace {

using namespace actor_test;

struct Limit {
  akt::duration d;
};
struct Nod {};
struct Doze {
  akt::duration d;
};
struct Beat {
  akt::duration every;
};
struct Trip {};

class Listener {
public:
  Listener(akt::testkit::kit* kit, journal* seen)
      : kit_(kit), seen_(seen), began_(kit->world().now()) {}
  void on(Limit m, akt::context<Listener>& ctx) { ctx.receive_timeout(m.d); }
  void on(Nod) {}
  void on(Trip) { throw std::runtime_error("tripped"); }
  void on(Beat m, akt::context<Listener>& ctx) { ctx.schedule_every(m.every, Nod{}); }
  akt::task<> on(Doze m, akt::context<Listener>& ctx) { co_await ctx.sleep(m.d); }
  void on(const akt::idle&) {
    seen_->push_back(std::to_string((kit_->world().now() - began_) / 1ms));
  }

private:
  akt::testkit::kit* kit_;
  journal* seen_;
  akt::instant began_;
};

class receive_timeout : public kit_test {
protected:
  akt::actor_ref<Listener> a =
      system().spawn<Listener>(akt::spawn_options{.restartable = true}, &kit, &seen);
};

TEST_F(receive_timeout, tells_an_actor_again_and_again_that_no_mail_comes) {
  a.tell<Limit>(100ms);
  kit.advance(99ms);
  EXPECT_EQ(seen, journal{});
  kit.advance(250ms);
  EXPECT_EQ(seen, (journal{"100", "200", "300"}));
}

TEST_F(receive_timeout, counts_from_the_last_mail) {
  a.tell<Limit>(100ms);
  for (int i = 0; i < 5; ++i) {
    kit.advance(70ms);
    a.tell<Nod>();
  }
  kit.advance(99ms);
  EXPECT_EQ(seen, journal{});
  kit.advance(1ms);
  EXPECT_EQ(seen, journal{"450"});
}

TEST_F(receive_timeout, is_put_off_by_schedules_which_are_mail) {
  a.tell<Limit>(100ms);
  a.tell<Beat>(60ms);
  kit.advance(1s);
  EXPECT_EQ(seen, journal{});
}

TEST_F(receive_timeout, does_not_come_while_a_handler_waits) {
  a.tell<Limit>(100ms);
  a.tell<Doze>(450ms);
  kit.advance(499ms);
  EXPECT_EQ(seen, journal{});
  kit.advance(1ms);
  EXPECT_EQ(seen, journal{"500"});
}

TEST_F(receive_timeout, is_turned_off_by_zero_and_changed_by_another_time) {
  a.tell<Limit>(100ms);
  a.tell<Limit>(30ms);
  kit.advance(45ms);
  EXPECT_EQ(seen, journal{"30"});
  a.tell<Limit>(200ms);
  kit.advance(210ms);
  EXPECT_EQ(seen, (journal{"30", "245"}));
  a.tell<Limit>(0ms);
  kit.advance(10s);
  EXPECT_EQ(seen.size(), 2u);
}

TEST_F(receive_timeout, ends_with_a_restart) {
  a.tell<Limit>(100ms);
  kit.advance(50ms);
  a.restart();
  kit.advance(10s);
  EXPECT_EQ(seen, journal{});
}

TEST_F(receive_timeout, ends_with_its_actor) {
  a.tell<Limit>(100ms);
  kit.advance(150ms);
  a.stop();
  kit.advance(10s);
  EXPECT_EQ(seen, journal{"100"});
}

TEST_F(receive_timeout, waits_while_the_actor_is_suspended) {
  a.tell<Limit>(100ms);
  kit.settle();
  a.suspend();
  kit.advance(1050ms);
  EXPECT_EQ(seen, journal{});
  a.reinstate();
  kit.advance(100ms);
  EXPECT_EQ(seen, journal{"1100"});
}

TEST_F(receive_timeout, out_of_range_fails_a_handler_that_does_not_look) {
  a.tell<Limit>(-1ms);
  kit.settle();
  EXPECT_EQ(fates(akt::fate::failed), 1u);
  auto b = system().spawn<Listener>(akt::anonymous, &kit, &seen);
  b.tell<Limit>(577h);
  kit.settle();
  EXPECT_EQ(fates(akt::fate::failed), 2u);
}

} // namespace
