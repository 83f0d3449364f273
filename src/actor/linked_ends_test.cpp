// SPDX-License-Identifier: Apache-2.0
//
// How an actor ends whose link has ended, whatever it does just then.
#include "links_test_support.hpp"

namespace links_test {

TEST_F(links, end_children_first) {
  link(a, b);
  (void)kit.await(a.ask<Spawn>("child"));
  b.tell<Fail>();
  kit.settle();
  EXPECT_EQ(seen, (journal{"~b", "a stopping", "child stopping", "~child", "~a"}));
}

TEST_F(links, of_a_parent_with_its_child_end_both) {
  auto child = kit.await(a.ask<Spawn>("child")).value();
  link(a, child);
  watch(a);
  child.tell<Fail>();
  expect_ended(a, stop_reason::failed);
}

TEST_F(links, give_the_mail_that_waits_a_fate) {
  link(a, b);
  a.suspend();
  kit.settle();
  auto answer = later(a.ask<Ping>(1));
  b.stop();
  kit.settle();
  ASSERT_TRUE(*answer);
  EXPECT_EQ(error_of(**answer), akt::errc::stopped);
}

TEST_F(links, let_a_handler_that_waits_come_to_its_end) {
  link(a, b);
  a.tell<Wait1s>();
  kit.settle();
  b.tell<Fail>();
  kit.settle();
  EXPECT_TRUE(lives("a"));
  watch(a);
  kit.advance(1s);
  EXPECT_EQ(seen, (journal{"~b", "a waited", "a stopping", "~a"}));
  expect_ended(a, stop_reason::failed);
}

TEST_F(links, wait_for_a_handler_that_waits_until_the_stop_timeout) {
  link(a, b);
  for (int i = 0; i < 20; ++i) a.tell<Wait1s>();
  kit.settle();
  b.tell<Fail>();
  kit.advance(2s);
  EXPECT_EQ(times("a waited"), 1) << "what waits in the mailbox is dead";
  EXPECT_FALSE(lives("a"));
}

TEST_F(links, end_an_actor_that_is_suspended) {
  link(a, b);
  a.suspend();
  watch(a);
  b.tell<Fail>();
  expect_ended(a, stop_reason::failed);
}

TEST_F(links, end_an_actor_that_waits_for_its_restart) {
  auto c = make("c", supervisor().otherwise(directive::restart).backoff(10s, 10s));
  link(c, b);
  c.tell<Fail>();
  kit.settle();
  b.tell<Fail>();
  kit.settle();
  EXPECT_FALSE(lives("c"));
}

TEST_F(links, ask_no_supervisor) {
  auto c = make("c", supervisor().otherwise(directive::resume));
  link(c, b);
  b.tell<Fail>();
  kit.settle();
  EXPECT_FALSE(lives("c"));
}

TEST_F(links, stay_when_one_side_restarts) {
  for (bool linker : {true, false}) {
    auto c = make("c"), d = make("d");
    link(c, d);
    (linker ? c : d).restart();
    kit.settle();
    EXPECT_TRUE(lives("c") && lives("d"));
    (linker ? d : c).tell<Fail>();
    kit.settle();
    EXPECT_FALSE(lives("c")) << linker;
    EXPECT_FALSE(lives("d")) << linker;
  }
}

TEST_F(links, do_not_end_an_actor_whose_partner_is_resumed) {
  auto c = make("c", supervisor().otherwise(directive::resume));
  link(a, c);
  c.tell<Fail>();
  kit.settle();
  EXPECT_TRUE(lives("a"));
}

} // namespace links_test
