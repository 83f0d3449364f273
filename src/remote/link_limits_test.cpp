// SPDX-License-Identifier: Apache-2.0
//
// Every limit of a link at its bound.
#include "link_core.hpp"
#include "nodes_test.hpp"

namespace remote_test {

using akt::errc;
using akt::fate;
using kind = raw_peer::kind;

/// A system with small limits, and a peer.
struct limits_at_the_bound : testing::Test {
  akt::remote::link_limits limits;
  akt::sim::world world{{.seed = 5}};
  akt::actor_system& s = world.system("s");
  std::unique_ptr<akt::remote::endpoint> endpoint;

  raw_peer connect(std::uint64_t identity = 77, std::string_view name = "peer") {
    if (!endpoint)
      endpoint = std::make_unique<akt::remote::endpoint>(
          s, 4711, akt::random_stream(1, 2, "exports"), limits);
    raw_peer peer(*endpoint);
    auto sent = peer.hello(identity, name).send();
    EXPECT_TRUE(sent) << sent.error().message();
    (void)peer.answers();
    return peer;
  }
  PongSink sink_of(raw_peer& peer, std::uint64_t identity) {
    auto holder = s.try_spawn<Server>("holder");
    auto keeper = holder ? *holder : s.find<Server>("holder").value();
    if (!known) known = export_of(peer);
    peer.frame(kind::tell, 4, [&](akt::wire::writer& w) {
      w.write_unsigned(known);
      w.write_unsigned(0);
      w.write_unsigned(akt::wire_id<Keep>());
      w.begin_array(1);
      w.begin_array(3);
      w.write_unsigned(identity);
      w.write_unsigned(9999);
      w.write_unsigned(0);
      w.end();
      w.end();
    });
    EXPECT_TRUE(peer.send());
    world.run_until_idle();
    return keeper.ask<Give>().get().value();
  }
  /// The peer looks the holder up by its name: ask [1, 0, lookup, request, [name, type]].
  std::uint64_t export_of(raw_peer& peer) {
    peer.frame(kind::ask, 5, [&](akt::wire::writer& w) {
      w.write_unsigned(1);
      w.write_unsigned(0);
      w.write_unsigned(akt::hash_string("akt.lookup"));
      w.write_unsigned(1);
      w.begin_array(2);
      w.write_text("holder");
      w.write_unsigned(akt::hash_string("remote_test::Server"));
      w.end();
    });
    EXPECT_TRUE(peer.send());
    world.run_until_idle();
    auto out = peer.link.take_output();
    akt::remote::detail::frame_splitter splitter(1 << 20);
    splitter.add(out);
    std::span<const std::byte> one;
    while (splitter.next(one) && !one.empty()) {
      akt::wire::reader in(one);
      (void)in.begin_array();
      if (in.read_unsigned() != static_cast<std::uint64_t>(kind::reply)) continue;
      (void)in.read_unsigned();
      (void)in.begin_array();
      (void)in.read_unsigned();
      return in.read_unsigned();
    }
    ADD_FAILURE() << "no export";
    return 0;
  }
  std::uint64_t known = 0;

  void TearDown() override {
    s.stop();
    endpoint.reset();
    EXPECT_EQ(s.fates().in_flight, 0u);
  }
};

TEST_F(limits_at_the_bound, messages_beyond_the_unacknowledged_are_refused_as_mailbox_full) {
  limits.unacknowledged_max = 10;
  auto peer = connect();
  auto sink = sink_of(peer, 77);
  for (int i = 0; i < 10; ++i) sink.tell<Pong>(i);
  EXPECT_EQ(s.fates()[fate::mailbox_full], 0u);
  sink.tell<Pong>(10);
  EXPECT_EQ(s.fates()[fate::mailbox_full], 1u);
  EXPECT_EQ(peer.link.unacknowledged(), 10u);
  EXPECT_TRUE(peer.numbers(kind::acknowledge, {1}).send());
  sink.tell<Pong>(11);
  EXPECT_EQ(s.fates()[fate::mailbox_full], 1u);
  peer.link.lost("end");
  EXPECT_EQ(s.fates()[fate::link_lost], 10u);
}

TEST_F(limits_at_the_bound, the_oldest_ask_beyond_the_limit_is_answered_unknown) {
  limits.asks_max = 3;
  auto peer = connect();
  akt::actor_ref<Server> far{akt::any_ref(sink_of(peer, 77))};
  std::vector<errc> answers;
  auto ask = [&] {
    far.ask<Ask>(1).within(std::chrono::hours(1)).then([&](akt::result<int> r) {
      answers.push_back(r.error() == errc::unknown ? errc::unknown : errc::failed);
    });
    world.run_until_idle();
  };
  for (int i = 0; i < 3; ++i) ask();
  EXPECT_TRUE(answers.empty());
  ask();
  EXPECT_EQ(answers, std::vector<errc>{errc::unknown});
  peer.link.lost("end");
  world.run_until_idle();
  EXPECT_EQ(answers.size(), 4u);
}

TEST_F(limits_at_the_bound, references_to_nodes_that_never_connected_fill_half_of_the_nodes) {
  limits.nodes_max = 4;
  auto peer = connect();
  for (std::uint64_t other : {100u, 101u, 100u}) EXPECT_TRUE(sink_of(peer, other));
  EXPECT_EQ(endpoint->nodes(), 3u);
  auto before = s.fates()[fate::not_encodable];
  (void)sink_of(peer, 102);
  EXPECT_EQ(s.fates()[fate::not_encodable], before + 1);
  EXPECT_EQ(endpoint->nodes(), 3u);
  raw_peer late(*endpoint), too_late(*endpoint);
  EXPECT_TRUE(late.hello(103, "late").send());
  EXPECT_TRUE(sink_of(peer, 103));
  EXPECT_EQ(too_late.hello(104, "too-late").send().error(), errc::over_budget);
  EXPECT_TRUE(peer.link.is_up());
}

TEST_F(limits_at_the_bound, references_to_more_nodes_than_one_link_may_name_are_refused) {
  limits.named_nodes_max = 2;
  auto peer = connect();
  for (std::uint64_t other : {100u, 101u, 100u}) EXPECT_TRUE(sink_of(peer, other));
  auto before = s.fates()[fate::not_encodable];
  (void)sink_of(peer, 102);
  EXPECT_EQ(s.fates()[fate::not_encodable], before + 1);
  auto another = connect(78, "another");
  EXPECT_TRUE(sink_of(another, 102)) << "what one peer uses up is its own";
  EXPECT_TRUE(sink_of(peer, 102)) << "known by now";
}

TEST_F(limits_at_the_bound, references_beyond_the_exports_are_not_encodable) {
  limits.exports_max = 3; // the receptionist, the holder, one more
  auto peer = connect();
  akt::actor_ref<Server> far{akt::any_ref(sink_of(peer, 77))};
  auto one = s.spawn<Server>(akt::anonymous), two = s.spawn<Server>(akt::anonymous);
  far.tell<Compare>(one);
  EXPECT_EQ(s.fates()[fate::not_encodable], 0u);
  far.tell<Compare>(two);
  EXPECT_EQ(s.fates()[fate::not_encodable], 1u);
  EXPECT_EQ(endpoint->exports(), 3u);
  one.stop();
  world.run_until_idle();
  far.tell<Compare>(two);
  EXPECT_EQ(s.fates()[fate::not_encodable], 1u);
}

struct Tied {
  void on(const Compare& m, akt::context<Tied>& ctx) { ctx.link(m.any); }
};

TEST_F(limits_at_the_bound, an_actor_that_links_beyond_the_links_ends) {
  limits.links_max = 2;
  auto peer = connect();
  akt::any_ref far = sink_of(peer, 77);
  auto tie = [&](const char* name) {
    s.spawn<Tied>(name).tell<Compare>(far);
    world.run_until_idle();
    return s.find<Tied>(name).has_value();
  };
  EXPECT_TRUE(tie("one"));
  EXPECT_TRUE(tie("two"));
  EXPECT_FALSE(tie("three"));
  s.find<Tied>("one")->stop();
  world.run_until_idle();
  EXPECT_TRUE(tie("four"));
  EXPECT_TRUE(peer.link.is_up());
}

TEST_F(limits_at_the_bound, an_actor_that_links_beyond_the_exports_ends) {
  limits.exports_max = 2; // the receptionist and the holder
  auto peer = connect();
  akt::any_ref far = sink_of(peer, 77);
  s.spawn<Tied>("one").tell<Compare>(far);
  world.run_until_idle();
  EXPECT_FALSE(s.find<Tied>("one"));
}

TEST_F(limits_at_the_bound, a_message_fills_a_frame_to_its_last_byte) {
  limits.frame_bytes_max = 1000;
  auto peer = connect();
  akt::actor_ref<Server> far{akt::any_ref(sink_of(peer, 77))};
  std::size_t fits = 0;
  for (std::size_t n = 900; n < 1000; ++n) {
    far.tell<Fill>(std::string(n, 'x'));
    if (s.fates()[fate::too_large] == 0) fits = n;
  }
  EXPECT_GT(fits, 900u);
  akt::wire::buffer all = peer.link.take_output();
  akt::remote::detail::frame_splitter splitter(1000);
  splitter.add(all);
  std::span<const std::byte> one;
  std::size_t longest = 0;
  while (splitter.next(one) && !one.empty()) longest = std::max(longest, one.size());
  EXPECT_EQ(longest, 1000u);
}

TEST_F(limits_at_the_bound, a_peer_that_does_not_read_is_refused_messages_then_loses_its_link) {
  limits.output_bytes_max = 2000;
  auto peer = connect();
  akt::actor_ref<Server> far{akt::any_ref(sink_of(peer, 77))};
  for (int i = 0; i < 100; ++i) far.tell<Fill>(std::string(100, 'x'));
  EXPECT_GT(s.fates()[fate::mailbox_full], 80u);
  EXPECT_TRUE(peer.link.is_up());
  for (int i = 0; i < 1000; ++i) peer.numbers(kind::watch, {5}); // each is answered
  EXPECT_EQ(peer.send().error(), errc::over_budget);
  EXPECT_FALSE(peer.link.is_up());
}

TEST_F(limits_at_the_bound, a_link_that_is_down_keeps_no_bytes) {
  using namespace akt::remote::detail;
  auto core =
      std::make_shared<endpoint_core>(s.core(), 4711, akt::random_stream(1, 2, "exports"), limits);
  auto link = std::make_shared<link_core>(core);
  const std::vector<std::byte> beginning{std::byte(200), {}, {}, {}, std::byte(1)};
  EXPECT_TRUE(link->receive(beginning));
  EXPECT_EQ(link->waiting_bytes(), 5u);
  link->lost("gone");
  EXPECT_FALSE(link->receive(beginning));
  EXPECT_EQ(link->waiting_bytes(), 5u);
}

TEST_F(limits_at_the_bound, what_cannot_be_refused_ends_a_link_whose_peer_does_not_read) {
  limits.output_bytes_max = 2000;
  auto peer = connect();
  akt::actor_ref<Server> far{akt::any_ref(sink_of(peer, 77))};
  int stops = 0;
  for (; peer.link.is_up() && stops < 1000; ++stops) far.stop();
  EXPECT_LT(stops, 1000);
  EXPECT_TRUE(peer.link.take_output().empty());
  EXPECT_EQ(peer.numbers(kind::watch, {5}).send().error(), errc::over_budget);
}

} // namespace remote_test
