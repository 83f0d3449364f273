// SPDX-License-Identifier: Apache-2.0
//
// Messages that are forwarded to other nodes, and batches for them.
#include "nodes_test.hpp"

namespace remote_test {

using forwarded = nodes;

using akt::errc;
using akt::fate;

/// Hands on what it is asked and told, wherever that is.
class Relay {
public:
  using messages = akt::protocol<int(Ask), int(Slow), void(Fill)>;
  explicit Relay(akt::actor_ref<Server> to) : to_(to) {}

  int on(Ask m, akt::context<Relay>& ctx) {
    ctx.forward(to_, m);
    return 0;
  }
  int on(Slow m, akt::context<Relay>& ctx) {
    ctx.forward(akt::actor_ref<akt::protocol<int(Slow)>>(to_), m);
    return 0;
  }
  void on(Fill m, akt::context<Relay>& ctx) { ctx.forward(to_, std::move(m)); }

private:
  akt::actor_ref<Server> to_;
};

/// Says whether it was known who has sent its message.
struct Named {
  using messages = akt::protocol<int(Ask)>;
  int on(const Ask&, akt::context<Named>& ctx) { return ctx.sender() ? 1 : 0; }
};

TEST_F(forwarded, asks_are_answered_by_another_node) {
  auto relay = a.spawn<Relay>("relay", far<Server>("server"));
  EXPECT_EQ(relay.ask<Ask>(41).get().value(), 42);
  relay.tell<Ask>(1);
  relay.tell<Fill>("text");
  world.run_until_idle();
  EXPECT_EQ(count(a, fate::handled), a.fates().sent);
}

TEST_F(forwarded, asks_from_another_node_are_answered_over_its_link) {
  auto server = b.spawn<Server>("server");
  auto relay = far<Relay>("relay", server);
  EXPECT_EQ(relay.ask<Ask>(41).get().value(), 42);
  EXPECT_EQ(relay.ask<Slow>(10).get().value(), 4711);
}

// MSG-12
TEST_F(forwarded, asks_may_go_on_to_a_third_node) {
  world.connect(b, c);
  (void)c.spawn<Server>("server");
  auto relay = far<Relay>("relay", world.find<Server>(b, "c", "server").value());
  EXPECT_EQ(relay.ask<Ask>(41).get().value(), 42);
  auto back = far<Relay>("back", world.find<Server>(b, "c", "server").value());
  EXPECT_EQ(back.ask<Ask>(1).get().value(), 2);
}

TEST_F(forwarded, asks_whose_link_is_lost_are_unknown_to_their_asker) {
  world.connect(b, c);
  (void)c.spawn<Server>("server");
  auto relay = far<Relay>("relay", world.find<Server>(b, "c", "server").value());
  std::optional<akt::result<int>> answer;
  relay.ask<Slow>(1000).then([&](akt::result<int> r) { answer.emplace(std::move(r)); });
  world.run_until_idle();
  world.cut(b, c);
  world.run_until_idle();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->error(), errc::unknown);
}

TEST_F(forwarded, asks_of_what_the_other_node_does_not_list_are_not_encodable) {
  struct Local {
    explicit Local(akt::actor_ref<Server> s) : to(s) {}
    void on(Unlisted m, akt::context<Local>& ctx) { ctx.forward(to, m); }
    akt::actor_ref<Server> to;
  };
  auto local = a.spawn<Local>("local", far<Server>("server"));
  EXPECT_EQ(local.ask<Unlisted>().get().error(), errc::not_encodable);
}

TEST_F(forwarded, messages_are_from_nobody_over_a_link) {
  struct Local {
    explicit Local(akt::actor_ref<Named> s) : to(s) {}
    akt::task<int> on(Ask m) { co_return *(co_await to.ask<Ask>(m.n)); }
    void on(Fill, akt::context<Local>& ctx) { ctx.tell<Ask>(to, 1); }
    akt::actor_ref<Named> to;
  };
  auto local = a.spawn<Local>("local", far<Named>("named"));
  EXPECT_EQ(local.ask<Ask>(1).get().value(), 0);
  local.tell<Fill>("");
  world.run_until_idle();
}

using batches_across = nodes;

TEST_F(batches_across, arrive_in_their_order) {
  akt::testkit::probe<Pong> probe(world, a);
  auto server = far<Server>("server");
  std::vector<Ping> some;
  for (int n = 0; n < 10; ++n) some.push_back({n, PongSink(probe.ref())});
  server.tell_all(some);
  for (int n = 0; n < 10; ++n) probe.expect(Pong{n});
  EXPECT_EQ(count(a, fate::handled), a.fates().sent);
}

} // namespace remote_test
