// SPDX-License-Identifier: Apache-2.0
//
// Messages and answers over a link, the good and the bad.
#include "akt/core/hash.hpp"

#include "nodes_test.hpp"

namespace remote_test {

using messages_across = nodes;

using akt::errc;
using akt::fate;
using akt::testkit::probe;
using std::chrono_literals::operator""h;
using std::chrono_literals::operator""s;

TEST_F(messages_across, an_ask_is_answered) {
  EXPECT_EQ(far<Server>("server").ask<Ask>(41).get().value(), 42);
}

TEST_F(messages_across, a_business_error_keeps_code_and_detail) {
  auto server = far<Server>("server");
  auto refused = server.ask<Refuse>(int(errc::rejected), "no funds").get();
  EXPECT_EQ(refused.error(), errc::rejected);
  EXPECT_EQ(refused.error().detail(), "no funds");
  EXPECT_EQ(server.ask<Refuse>(int(errc::fenced), "").get().error(), errc::fenced);
}

TEST_F(messages_across, a_handler_that_throws_answers_failed_with_the_text) {
  auto failed = far<Server>("server").ask<Throw>("boom").get();
  EXPECT_EQ(failed.error(), errc::failed);
  EXPECT_NE(failed.error().detail().find("boom"), std::string::npos) << failed.error().message();
  EXPECT_EQ(count(b, fate::failed), 1u);
}

TEST_F(messages_across, a_text_longer_than_a_frame_is_cut_and_still_answers) {
  auto failed = far<Server>("server").ask<Throw>(std::string(1'000'000, 'x')).get();
  EXPECT_EQ(failed.error(), errc::failed);
  EXPECT_EQ(failed.error().detail().size(), 1024u);
}

TEST_F(messages_across, a_deadline_passes_and_the_late_reply_reaches_nobody) {
  auto server = far<Server>("server");
  auto start = world.now();
  EXPECT_EQ(server.ask<Slow>(5'000).within(1s).get().error(), errc::timeout);
  EXPECT_GE(world.now() - start, akt::duration(1s));
  world.advance(10s);
  EXPECT_EQ(count(a, fate::expired), 1u);
}

/// Asks a slow server on its first turn, and says what it was answered.
struct Impatient {
  akt::actor_ref<Server> server;
  std::vector<int>* answers;
  std::int64_t milliseconds;
  void on(const akt::started&) {
    server.ask<Slow>(milliseconds).within(1h).then([out = answers](akt::result<int> r) {
      out->push_back(r ? *r : -1);
    });
  }
};

struct Make {
  akt::actor_ref<Server> server;
  std::vector<int>* answers;
  std::int64_t milliseconds;
};
/// Makes actors on a turn, where the cell that became vacant last is taken first.
struct Nursery {
  akt::any_ref on(const Make& m, akt::context<Nursery>& ctx) {
    return ctx.system().spawn<Impatient>(akt::anonymous, m.server, m.answers, m.milliseconds);
  }
};

TEST_F(messages_across, a_late_reply_to_a_reused_cell_reaches_nobody) {
  auto first = far<Server>("first"), second = far<Server>("second");
  std::vector<int> of_first, of_second;
  auto nursery = a.spawn<Nursery>("nursery");
  auto make = [&](akt::actor_ref<Server> whom, std::vector<int>* out, std::int64_t ms) {
    return nursery.ask<Make>(whom, out, ms).get().value();
  };
  auto asker = make(first, &of_first, 1'000);
  world.run_until_idle();
  akt::actor_ref<Impatient>(asker).stop(akt::now);
  world.run_until_idle();
  auto next = make(second, &of_second, 5'000);
  ASSERT_EQ(next.where(), asker.where()) << "the cell is not reused: the test shows nothing";
  world.advance(2s);
  EXPECT_TRUE(of_first.empty());
  EXPECT_TRUE(of_second.empty());
  world.advance(10s);
  EXPECT_EQ(of_second, std::vector<int>{4711});
}

TEST_F(messages_across, a_late_reply_over_the_next_link_reaches_nobody) {
  auto first = far<Server>("first"), second = far<Server>("second");
  std::vector<int> numbers;
  std::vector<std::string> texts;
  first.ask<Slow>(1'000).within(1h).then(
      [&](akt::result<int> r) { numbers.push_back(r ? *r : -1); });
  world.run_until_idle();
  world.cut(a, b);
  world.run_until_idle();
  EXPECT_EQ(numbers, std::vector<int>{-1});
  world.connect(a, b);
  world.run_until_idle();
  for (int i = 0; i < 5; ++i) // one of them has the number that the first ask has on its link
    second.ask<SlowText>(3'000).within(1h).then(
        [&](akt::result<std::string> r) { texts.push_back(r ? *r : r.error().message()); });
  world.advance(2s); // the answer to the first ask arrives
  EXPECT_TRUE(texts.empty());
  world.advance(20s);
  EXPECT_EQ(texts, std::vector<std::string>(5, "late"));
  EXPECT_EQ(numbers.size(), 1u);
}

TEST_F(messages_across, are_in_order_per_pair) {
  auto server = far<Server>("server");
  probe<Pong> here(world, a);
  for (int i = 0; i < 100; ++i) server.tell<Ping>(i, here.ref());
  for (int i = 0; i < 100; ++i) here.expect(Pong{i});
  here.expect_none();
}

// ---- what is refused

TEST_F(messages_across, a_stale_reference_is_stopped_or_no_such_actor) {
  auto server = far<Server>("server");
  server.stop();
  world.run_until_idle();
  listen(b);
  world.run_until_idle();
  EXPECT_EQ(server.ask<Ask>(1).get().error(), errc::no_such_actor);
  server.tell<Ask>(1);
  world.run_until_idle();
  EXPECT_EQ(count(b, fate::no_such_actor), 2u);
  EXPECT_EQ(letters, (Letters::list{"no_such_actor ?", "no_such_actor ?"}));
}

TEST_F(messages_across, mail_behind_a_stop_is_dead_with_its_name) {
  listen(b);
  auto server = far<Server>("server");
  b.find<Server>("server").value().stop();
  auto asked = server.ask<Ask>(1).get();
  EXPECT_TRUE(asked.error() == errc::stopped || asked.error() == errc::no_such_actor);
  world.run_until_idle();
  EXPECT_EQ(letters.size(), 1u);
}

TEST_F(messages_across, a_forged_export_id_touches_no_actor) {
  auto server = far<Server>("server");
  auto local = b.find<Server>("server").value();
  akt::actor_ref<Server> forged(akt::any_ref(server.where(), server.what() + 1));
  EXPECT_EQ(forged.ask<Ask>(1).get().error(), errc::no_such_actor);
  forged.tell<Ask>(1);
  forged.stop();
  forged.stop(akt::now);
  world.run_until_idle();
  EXPECT_EQ(count(b, fate::no_such_actor), 2u);
  EXPECT_EQ(local.ask<Ask>(1).get().value(), 2);
}

TEST_F(messages_across, a_reference_of_the_wrong_actor_type_touches_no_actor) {
  (void)b.spawn<Server>("server");
  auto other = far<Other>("other");
  akt::actor_ref<Server> lie{akt::any_ref(other)};
  int before = Other::poked;
  EXPECT_EQ(lie.ask<Ask>(1).get().error(), errc::wrong_type);
  lie.tell<Ask>(1);
  world.run_until_idle();
  EXPECT_EQ(count(b, fate::wrong_type), 2u);
  EXPECT_EQ(Other::poked, before);
}

/// Lists a message of Server.
struct Lookalike {
  using messages = akt::protocol<int(Ask)>;
  int on(const Ask&) { return 0; }
};

TEST_F(messages_across, a_class_that_knows_the_same_message_is_the_wrong_actor_type_too) {
  auto server = far<Server>("server");
  akt::actor_ref<Lookalike> lie{akt::any_ref(server)};
  int before = Server::asked;
  EXPECT_EQ(lie.ask<Ask>(1).get().error(), errc::wrong_type);
  EXPECT_EQ(Server::asked, before);
  akt::actor_ref<akt::protocol<int(Ask)>> by_protocol{akt::any_ref(server), nullptr};
  EXPECT_EQ(by_protocol.ask<Ask>(1).get().value(), 2);
}

TEST_F(messages_across, a_reference_of_the_wrong_type_in_a_message_is_refused_by_its_receiver) {
  auto server = far<Server>("server");
  auto other = far<Other>("other");
  // Other is no PongSink: where the reference comes home, that is known.
  PongSink lie{akt::any_ref(other), nullptr};
  server.tell<Ping>(1, lie);
  world.run_until_idle();
  EXPECT_EQ(count(b, fate::wrong_type), 1u);
  server.tell<Meet>(akt::actor_ref<Server>(akt::any_ref(other)));
  world.run_until_idle();
  EXPECT_EQ(count(b, fate::wrong_type), 2u);
  auto mine = a.spawn<Other>("mine"); // what its sender knows better travels with the reference
  auto asked = server.ask<Meet>(akt::actor_ref<Server>(akt::any_ref(mine))).get();
  EXPECT_EQ(asked.error(), errc::wrong_type);
  EXPECT_EQ(count(b, fate::wrong_type), 3u);
  server.tell<Meet>(server);
  world.run_until_idle();
  EXPECT_EQ(count(b, fate::wrong_type), 3u);
}

TEST_F(messages_across, a_message_that_is_not_listed_is_not_encodable) {
  listen(a);
  auto server = far<Server>("server");
  EXPECT_EQ(server.ask<Unlisted>().get().error(), errc::not_encodable);
  server.tell<Unlisted>();
  server.tell<LocalOnly>(nullptr);
  world.run_until_idle();
  EXPECT_EQ(count(a, fate::not_encodable), 3u);
  EXPECT_EQ(letters.size(), 3u);
  EXPECT_EQ(world.totals(a, b).dropped, 0u);
}

TEST_F(messages_across, a_message_of_another_system_is_not_encodable) {
  auto server = far<Server>("server");
  akt::sim::world strange{{.seed = 1}};
  akt::testkit::probe<Pong> there(strange, strange.system("there"));
  server.tell<Ping>(1, there.ref());
  world.run_until_idle();
  EXPECT_EQ(count(a, fate::not_encodable), 1u);
}

TEST_F(messages_across, a_message_over_the_frame_is_too_large_at_its_sender) {
  auto server = far<Server>("server");
  server.tell<Fill>(std::string(2 << 20, 'x'));
  EXPECT_EQ(count(a, fate::too_large), 1u);
  EXPECT_EQ(server.ask<Fill>(std::string(2 << 20, 'x')).get().error(), errc::too_large);
}

TEST_F(messages_across, a_reply_over_the_frame_is_answered_as_not_encodable) {
  auto server = far<Server>("server");
  EXPECT_EQ(server.ask<FillReply>(2u << 20).get().error(), errc::not_encodable);
  EXPECT_EQ(server.ask<FillReply>(1000u).get().value().size(), 1000u);
}

TEST_F(messages_across, a_stopped_system_still_answers) {
  auto server = far<Server>("server");
  b.stop();
  auto asked = server.ask<Ask>(1).get();
  EXPECT_FALSE(asked.has_value());
  EXPECT_NE(asked.error(), errc::timeout);
}

struct Branch {
  std::vector<Branch> branches;
};
struct Plant {
  Branch root;
};
struct Gardener {
  using messages = akt::protocol<int(Plant)>;
  int on(const Plant& m) {
    int depth = 0;
    for (const Branch* b = &m.root; !b->branches.empty(); b = b->branches.data()) ++depth;
    return depth;
  }
};

TEST_F(messages_across, a_message_that_its_sender_can_encode_is_not_too_deep_for_its_receiver) {
  auto gardener = far<Gardener>("gardener");
  int arrived = 0, refused = 0;
  for (int depth = 1; depth < 40; ++depth) {
    Plant plant;
    for (int i = 0; i < depth; ++i) {
      Branch around;
      around.branches.push_back(std::move(plant.root));
      plant.root = std::move(around);
    }
    auto answer = gardener.ask<Plant>(plant).get();
    ++(answer ? arrived : refused);
  }
  EXPECT_GT(arrived, 10);
  EXPECT_GT(refused, 10);
  EXPECT_EQ(count(b, fate::not_encodable) + count(b, fate::too_large), 0u) << "at the receiver";
}

// ---- loss of the link

TEST_F(messages_across, a_lost_link_makes_a_dead_letter_of_every_lost_message) {
  listen(a);
  auto server = far<Server>("server");
  for (int i = 0; i < 4; ++i) server.tell<Ask>(i);
  std::vector<akt::error> answers;
  for (int i = 0; i < 3; ++i)
    server.ask<Ask>(i).then([&](akt::result<int> r) { answers.push_back(r.error()); });
  while (world.totals(a, b).packets == 0) world.step();
  while (a.fates().in_flight < 7 && world.step()) {} // the asks are on their way
  world.cut(a, b);
  world.run_until_idle();
  EXPECT_EQ(count(a, fate::link_lost), 7u);
  EXPECT_EQ(letters, Letters::list(7, "link_lost remote_test::Ask"));
  EXPECT_EQ(answers, std::vector<akt::error>(3, akt::error(errc::unknown, "link lost")));
}

TEST_F(messages_across, exactly_what_was_not_acknowledged_is_lost) {
  auto server = far<Server>("server");
  for (int i = 0; i < 5; ++i) server.tell<Ask>(i);
  world.run_until_idle(); // acknowledged
  for (int i = 0; i < 7; ++i) server.tell<Ask>(i);
  world.cut(a, b);
  world.run_until_idle();
  EXPECT_EQ(count(a, fate::link_lost), 7u);
  server.tell<Ask>(1); // no link any more
  EXPECT_EQ(count(a, fate::link_lost), 8u);
}

} // namespace remote_test
