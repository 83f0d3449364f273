// SPDX-License-Identifier: Apache-2.0
//
// The protocol of a link against peers that do not keep to it.
#include "link_core.hpp"
#include "nodes_test.hpp"

namespace remote_test {

using akt::errc;
using akt::fate;
using kind = raw_peer::kind;
using kinds = std::vector<int>;

/// A node with one server, a good link beside, and a peer that does what it likes.
struct hostile_peer : nodes {
  akt::actor_ref<Server> good = far<Server>("server");
  akt::actor_ref<Server> local = b.find<Server>("server").value();
  std::uint64_t id = good.what();
  raw_peer peer{world.endpoint(b)};

  void SetUp() override {
    ASSERT_TRUE(peer.hello().send());
    EXPECT_EQ(peer.answers(), kinds{1});
  }

  /// The link has ended with an error, the actor is untouched, the other link works.
  void expect_ended(const akt::result<akt::unit>& sent) {
    EXPECT_FALSE(sent);
    EXPECT_FALSE(peer.link.is_up());
    EXPECT_FALSE(peer.link.receive({})) << "a link that is down stays down";
    expect_untouched();
  }
  void expect_refused(const akt::result<akt::unit>& sent, fate f, std::uint64_t times = 1) {
    EXPECT_TRUE(sent);
    EXPECT_TRUE(peer.link.is_up());
    EXPECT_EQ(count(b, f), times);
    expect_untouched();
  }
  void expect_untouched() {
    world.run_until_idle();
    EXPECT_EQ(good.ask<Ask>(1).get().value(), 2);
  }

  raw_peer& tell(std::uint64_t to, std::uint64_t type, std::initializer_list<int> payload,
                 std::uint64_t of = 0) {
    peer.frame(kind::tell, 4, [&](akt::wire::writer& w) {
      w.write_unsigned(to);
      w.write_unsigned(of);
      w.write_unsigned(type);
      w.write_unsigned(0); // replaced
    });
    peer.bytes.pop_back();
    return peer.raw(payload), patch(payload.size());
  }
  raw_peer& patch(std::size_t payload) {
    auto length = static_cast<std::size_t>(peer.bytes[0]) + payload - 1;
    peer.bytes[0] = static_cast<std::byte>(length);
    return peer;
  }
};

TEST_F(hostile_peer, that_sends_garbage_loses_its_link) {
  expect_ended(peer.raw({4, 0, 0, 0, 0xff, 0xff, 0xff, 0xff}).send());
}

TEST_F(hostile_peer, that_announces_a_frame_over_the_limit_loses_its_link) {
  expect_ended(peer.raw({1, 0, 16, 0}).send()); // 1 MiB and a byte
}

TEST_F(hostile_peer, that_announces_an_empty_frame_loses_its_link) {
  expect_ended(peer.raw({0, 0, 0, 0}).send());
}

TEST_F(hostile_peer, that_stops_within_a_frame_waits_and_nothing_happens) {
  peer.numbers(kind::watch, {id});
  for (std::size_t i = 0; i + 1 < peer.bytes.size(); ++i) {
    ASSERT_TRUE(peer.link.receive(std::span(peer.bytes).subspan(i, 1)));
    EXPECT_TRUE(peer.link.is_up());
  }
  peer.link.lost("gone");
  expect_untouched();
}

TEST_F(hostile_peer, that_cuts_its_bytes_anywhere_is_understood) {
  peer.numbers(kind::watch, {id + 1});
  for (std::byte one : std::exchange(peer.bytes, {}))
    ASSERT_TRUE(peer.link.receive(std::span(&one, 1)));
  EXPECT_EQ(peer.answers(), kinds{8}); // terminated: not found
}

TEST_F(hostile_peer, that_says_hello_twice_loses_its_link) { expect_ended(peer.hello().send()); }

TEST_F(hostile_peer, that_does_not_say_hello_first_loses_its_link) {
  raw_peer other(world.endpoint(b));
  EXPECT_FALSE(other.numbers(kind::watch, {id}).send());
  EXPECT_FALSE(other.link.is_up());
  expect_untouched();
}

TEST_F(hostile_peer, that_speaks_another_version_gets_no_link) {
  raw_peer other(world.endpoint(b));
  EXPECT_EQ(other.hello(77, "other", 2).send().error(), errc::invalid_argument);
}

TEST_F(hostile_peer, that_claims_the_identity_of_a_connected_node_gets_no_link) {
  raw_peer other(world.endpoint(b));
  EXPECT_EQ(other.hello(0xabcdef, "other").send().error(), errc::name_taken);
  EXPECT_TRUE(peer.link.is_up());
}

TEST_F(hostile_peer, that_claims_the_name_of_a_connected_node_gets_no_link) {
  raw_peer other(world.endpoint(b));
  EXPECT_EQ(other.hello(77, "a").send().error(), errc::name_taken);
  expect_untouched();
}

TEST_F(hostile_peer, that_has_no_identity_or_no_name_gets_no_link) {
  raw_peer nobody(world.endpoint(b)), unnamed(world.endpoint(b)), odd(world.endpoint(b));
  EXPECT_EQ(nobody.hello(0).send().error(), errc::invalid_argument);
  EXPECT_EQ(unnamed.hello(77, "").send().error(), errc::invalid_name);
  EXPECT_EQ(odd.hello(77, std::string(10'000, 'x')).send().error(), errc::invalid_name);
}

TEST_F(hostile_peer, a_name_goes_to_the_next_incarnation_when_its_link_is_gone) {
  peer.link.lost("restarted");
  raw_peer next(world.endpoint(b));
  EXPECT_TRUE(next.hello(0xfedcba, "peer").send());
}

TEST_F(hostile_peer, that_sends_an_unknown_kind_loses_its_link) {
  expect_ended(peer.numbers(static_cast<kind>(12), {1}).send());
}

TEST_F(hostile_peer, that_sends_kind_zero_loses_its_link) {
  expect_ended(peer.numbers(static_cast<kind>(0), {}).send());
}

TEST_F(hostile_peer, that_sends_no_array_loses_its_link) {
  expect_ended(peer.raw({1, 0, 0, 0, 0x01}).send());
}

TEST_F(hostile_peer, that_sends_a_wrong_number_of_fields_loses_its_link) {
  expect_ended(peer.numbers(kind::watch, {id, 1}).send());
}

TEST_F(hostile_peer, that_sends_a_field_of_another_type_loses_its_link) {
  expect_ended(peer.frame(kind::watch, 1, [](akt::wire::writer& w) { w.write_text("x"); }).send());
}

TEST_F(hostile_peer, that_sends_bytes_behind_the_fields_loses_its_link) {
  peer.numbers(kind::watch, {id}).raw({0});
  ++reinterpret_cast<unsigned char&>(peer.bytes[0]);
  expect_ended(peer.send());
}

TEST_F(hostile_peer, that_acknowledges_what_was_not_sent_loses_its_link) {
  expect_ended(peer.numbers(kind::acknowledge, {1}).send());
}

TEST_F(hostile_peer, that_answers_what_was_not_asked_loses_its_link) {
  expect_ended(peer.numbers(kind::reply, {1, 2}).send());
}

TEST_F(hostile_peer, that_fails_what_was_not_asked_loses_its_link) {
  expect_ended(peer.frame(kind::failure, 3,
                          [](akt::wire::writer& w) {
                            w.write_unsigned(0);
                            w.write_unsigned(1);
                            w.write_text("x");
                          })
                   .send());
}

TEST_F(hostile_peer, that_nests_a_payload_deeply_is_refused) {
  std::uint64_t ask = akt::wire_id<Ask>();
  peer.frame(kind::tell, 4, [&](akt::wire::writer& w) {
    w.write_unsigned(id);
    w.write_unsigned(0);
    w.write_unsigned(ask);
    w.write_null();
  });
  peer.bytes.pop_back();
  for (int i = 0; i < 200; ++i) peer.raw({0x81});
  peer.raw({0x01});
  auto length = peer.bytes.size() - 4;
  peer.bytes[0] = static_cast<std::byte>(length & 255);
  peer.bytes[1] = static_cast<std::byte>(length >> 8);
  expect_refused(peer.send(), fate::not_encodable);
  EXPECT_EQ(local.ask<Ask>(1).get().value(), 2);
}

TEST_F(hostile_peer, that_sends_a_payload_of_another_shape_is_refused) {
  expect_refused(tell(id, akt::wire_id<Ask>(), {0x61, 'x'}).send(), fate::not_encodable);
}

TEST_F(hostile_peer, that_sends_bytes_behind_a_payload_is_refused) {
  expect_refused(tell(id, akt::wire_id<Ask>(), {0x81, 0x01, 0x00}).send(), fate::not_encodable);
}

TEST_F(hostile_peer, that_tells_a_forged_export_is_refused) {
  expect_refused(tell(id ^ 1, akt::wire_id<Ask>(), {0x81, 0x01}).send(), fate::no_such_actor);
}

TEST_F(hostile_peer, that_sends_a_message_type_that_is_not_listed_is_refused) {
  expect_refused(tell(id, akt::wire_id<Unlisted>(), {0x80}).send(), fate::unhandled);
}

TEST_F(hostile_peer, that_tells_an_actor_of_another_class_is_refused) {
  std::uint64_t ask = akt::wire_id<Ask>();
  int before = Server::asked;
  expect_refused(tell(id, ask, {0x81, 0x01}, akt::hash_string("remote_test::Other")).send(),
                 fate::wrong_type);
  EXPECT_EQ(Server::asked, before + 1) << "what expect_untouched() has asked";
  (void)tell(id, ask, {0x81, 0x01}, akt::hash_string("remote_test::Server")).send();
  world.run_until_idle();
  EXPECT_EQ(Server::asked, before + 2);
}

TEST_F(hostile_peer, that_asks_what_is_refused_gets_an_answer) {
  peer.numbers(kind::ask, {id + 1, 0, akt::wire_id<Ask>(), 5, 0});
  EXPECT_TRUE(peer.send());
  EXPECT_EQ(peer.answers(), (kinds{5, 10})); // failure, acknowledge
}

TEST_F(hostile_peer, that_asks_twice_with_one_number_gets_two_answers) {
  for (int i = 0; i < 2; ++i)
    peer.frame(kind::ask, 5, [&](akt::wire::writer& w) {
      w.write_unsigned(id);
      w.write_unsigned(0);
      w.write_unsigned(akt::wire_id<Ask>());
      w.write_unsigned(1);
      w.begin_array(1);
      w.write_signed(4);
      w.end();
    });
  EXPECT_TRUE(peer.send());
  world.run_until_idle();
  EXPECT_EQ(peer.answers(), (kinds{10, 4, 4}));
}

TEST_F(hostile_peer, that_stops_the_actor_every_node_knows_changes_nothing) {
  for (bool at_once : {false, true})
    peer.frame(kind::stop, 2, [&](akt::wire::writer& w) {
      w.write_unsigned(1);
      w.write_bool(at_once);
    });
  EXPECT_TRUE(peer.send());
  world.run_until_idle();
  EXPECT_TRUE(world.find<Server>(a, "b", "server"));
}

TEST_F(hostile_peer, that_says_an_actor_ended_which_nobody_watches_changes_nothing) {
  peer.frame(kind::terminated, 3, [&](akt::wire::writer& w) {
    w.write_unsigned(id);
    w.write_unsigned(0);
    w.write_text("akt://x/y");
  });
  EXPECT_TRUE(peer.send());
  expect_untouched();
}

TEST_F(hostile_peer, that_sends_references_with_odd_fields_is_refused) {
  std::uint64_t keep = akt::wire_id<Keep>();
  // [[node 0, export, type]], [["x"]], [[1, 2]]
  expect_refused(tell(id, keep, {0x81, 0x83, 0x00, 0x05, 0x00}).send(), fate::not_encodable, 1);
  expect_refused(tell(id, keep, {0x81, 0x61, 'x'}).send(), fate::not_encodable, 2);
  expect_refused(tell(id, keep, {0x81, 0x82, 0x01, 0x02}).send(), fate::not_encodable, 3);
}

TEST_F(hostile_peer, that_watches_again_and_again_is_told_once) {
  for (int i = 0; i < 1000; ++i) peer.numbers(kind::watch, {id});
  EXPECT_TRUE(peer.send());
  world.run_until_idle();
  local.stop();
  world.run_until_idle();
  EXPECT_EQ(peer.answers(), kinds{8});
}

TEST_F(hostile_peer, that_sends_any_one_changed_byte_harms_nobody) {
  peer.hello(0x1234, "other");
  auto hello = std::exchange(peer.bytes, {});
  peer.numbers(kind::watch, {id}).numbers(kind::acknowledge, {0});
  tell(id, akt::wire_id<Ask>(), {0x81, 0x01});
  auto rest = std::exchange(peer.bytes, {});
  for (std::size_t i = 0; i < rest.size(); ++i)
    for (int bit = 0; bit < 8; ++bit) {
      raw_peer other(world.endpoint(b));
      other.bytes = hello;
      auto changed = rest;
      changed[i] ^= static_cast<std::byte>(1 << bit);
      other.bytes.insert(other.bytes.end(), changed.begin(), changed.end());
      (void)other.send();
      world.run_until_idle();
      other.link.lost("next");
    }
  expect_untouched();
}

} // namespace remote_test
