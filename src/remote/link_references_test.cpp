// SPDX-License-Identifier: Apache-2.0
//
// References in messages between nodes, and those that say what is not so.
#include "../actor/system_core.hpp"
#include "nodes_test.hpp"

namespace remote_test {

using references = nodes;
using akt::errc;
using akt::fate;
using akt::testkit::probe;

TEST_F(references, cross_in_a_message_and_are_told_by_the_receiver) {
  auto server = far<Server>("server");
  probe<Pong> here(world, a);
  server.tell<Ping>(5, here.ref());
  here.expect(Pong{5});
  here.expect_none();
}

TEST_F(references, come_back_from_an_ask_and_work) {
  auto server = far<Server>("server");
  auto again = server.ask<GetSelf>().get().value();
  EXPECT_EQ(again, server);
  EXPECT_EQ(again.ask<Ask>(1).get().value(), 2);
}

TEST_F(references, that_come_home_are_local_again) {
  auto server = far<Server>("server");
  auto local = b.find<Server>("server").value();
  auto other = far<Server>("other");
  EXPECT_TRUE(server.ask<Compare>(server).get().value());
  EXPECT_FALSE(server.ask<Compare>(other).get().value());
  EXPECT_FALSE(local.ask<Compare>(server).get().value()); // within the process nothing is encoded
}

TEST_F(references, of_protocols_that_come_home_are_local_again) {
  auto server = far<Server>("server");
  probe<Pong> here(world, a);
  server.tell<Keep>(here.ref());
  PongSink home = server.ask<Give>().get().value();
  EXPECT_EQ(akt::any_ref(home), akt::any_ref(here.ref()));
  auto before = world.totals(a, b).packets;
  home.tell<Pong>(3);
  here.expect(Pong{3});
  EXPECT_EQ(world.totals(a, b).packets, before); // it did not travel
}

TEST_F(references, to_nothing_cross_as_nothing) {
  auto server = far<Server>("server");
  server.tell<Keep>(PongSink());
  PongSink nothing = server.ask<Give>().get().value();
  EXPECT_FALSE(nothing);
}

TEST_F(references, go_through_a_third_node_that_has_a_link) {
  world.connect(b, c);
  world.run_until_idle();
  auto server = far<Server>("server");
  probe<Pong> at_a(world, a), at_c(world, c);
  auto holder = world.find<Server>(c, "b", "server").value();
  server.tell<Keep>(at_a.ref());
  world.run_until_idle();
  PongSink sink = holder.ask<Give>().get().value();
  EXPECT_TRUE(sink);
  sink.tell<Pong>(1); // c has no link to a
  world.run_until_idle();
  EXPECT_EQ(count(c, fate::link_lost), 1u);
  at_a.expect_none();
  world.connect(a, c);
  world.run_until_idle();
  sink.tell<Pong>(2);
  at_a.expect(Pong{2});
}

TEST_F(references, without_a_link_are_dead_letters_link_lost) {
  listen(a);
  world.connect(b, c);
  world.run_until_idle();
  probe<Pong> at_c(world, c);
  auto server = far<Server>("server");
  world.find<Server>(c, "b", "server").value().tell<Keep>(at_c.ref());
  world.run_until_idle();
  PongSink sink = server.ask<Give>().get().value(); // c's reference, through b, at a
  sink.tell<Pong>(1);
  at_c.expect_none();
  ASSERT_EQ(letters.size(), 1u);
  EXPECT_EQ(letters[0], "link_lost remote_test::Pong");
}

TEST_F(references, name_the_node_so_that_a_later_link_reaches_it) {
  auto server = far<Server>("server");
  world.cut(a, b);
  EXPECT_EQ(server.ask<Ask>(1).get().error(), errc::unknown);
  world.connect(a, b);
  world.run_until_idle();
  EXPECT_EQ(server.ask<Ask>(1).get().value(), 2);
  EXPECT_EQ(world.endpoint(a).nodes(), 1u);
}

TEST_F(references, ten_thousand_received_and_dropped_leave_memory_where_it_was) {
  struct counts {
    std::size_t mapped, nodes, exports;
  };
  auto server = far<Server>("server"); // at b, is told references of a
  auto round = [&](int actors) {
    std::vector<akt::actor_ref<Server>> made;
    for (int i = 0; i < actors; ++i) {
      made.push_back(a.spawn<Server>(akt::anonymous));
      server.tell<Compare>(made.back());
      if (i % 16 == 15) world.run_until_idle();
    }
    world.run_until_idle();
    EXPECT_EQ(world.endpoint(a).exports(), static_cast<std::size_t>(actors) + 1);
    for (int i = 0; i < actors; ++i) {
      made[static_cast<std::size_t>(i)].stop();
      if (i % 16 == 15) world.run_until_idle();
    }
    world.run_until_idle();
  };
  auto now = [&](akt::actor_system& s) {
    return counts{s.core().pool.mapped_bytes(), world.endpoint(s).nodes(),
                  world.endpoint(s).exports()};
  };
  round(100);
  counts before = now(b);
  std::size_t exports_before = world.endpoint(a).exports();
  round(10'000);
  counts after = now(b);
  // A few slabs of difference are blocks that wait in the stock of a thread; ten thousand
  // references that stayed somewhere would be many.
  EXPECT_LE(after.mapped, before.mapped + 4 * akt::slab_source::slab_bytes);
  EXPECT_EQ(after.nodes, before.nodes);
  EXPECT_EQ(after.exports, before.exports);
  EXPECT_EQ(world.endpoint(a).exports(), exports_before);
}

// ---- references that say what is not so

struct Query {
  int n = 0;
};
struct Number {
  std::uint64_t value = 0;
};
using Texts = akt::protocol<std::string(Query)>;
/// Knows the message, but answers with a number.
struct Counting {
  using messages = akt::protocol<Number(Query)>;
  Number on(Query) { return {}; }
};

/// Two classes that have the same name on the wire.
struct Twin {
  static constexpr std::string_view wire_name = "test.twin";
  using messages = akt::protocol<int(Query)>;
  int on(Query) { return 1; }
};
struct OtherTwin {
  static constexpr std::string_view wire_name = "test.twin";
  using messages = akt::protocol<int(Query)>;
  int on(Query) { return 2; }
};

struct UseTexts {
  akt::actor_ref<Texts> whom;
};
struct UseTwin {
  akt::actor_ref<OtherTwin> whom;
};
struct User {
  using messages = akt::protocol<void(UseTexts), void(UseTwin)>;
  void on(const UseTexts&) { ++used; }
  void on(const UseTwin&) { ++used; }
  static inline int used = 0;
};

TEST_F(references, to_a_class_that_answers_with_another_type_are_no_reference_of_the_protocol) {
  auto user = far<User>("user");
  auto counting = far<Counting>("counting");
  int before = User::used;
  user.tell<UseTexts>(akt::actor_ref<Texts>(akt::any_ref(counting), nullptr));
  world.run_until_idle();
  EXPECT_EQ(count(b, fate::wrong_type), 1u);
  EXPECT_EQ(User::used, before);
}

TEST_F(references, to_another_class_of_the_same_name_are_refused_where_it_lives) {
  auto user = far<User>("user");
  auto twin = far<Twin>("twin");
  int before = User::used;
  user.tell<UseTwin>(akt::actor_ref<OtherTwin>(akt::any_ref(twin)));
  world.run_until_idle();
  EXPECT_EQ(count(b, fate::wrong_type), 1u);
  EXPECT_EQ(User::used, before);
}

} // namespace remote_test
