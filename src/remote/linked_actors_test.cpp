// SPDX-License-Identifier: Apache-2.0
//
// Actors of two nodes that end together.
#include "../actor/rare_parts.hpp"
#include "nodes_test.hpp"

namespace remote_test {

struct Link {
  akt::any_ref other;
};
struct Unlink {
  akt::any_ref other;
};

/// Links itself to others.
struct Mate {
  using messages = akt::protocol<void(Link), void(Crash)>;
  void on(const Link& m, akt::context<Mate>& ctx) { ctx.link(m.other); }
  void on(const Unlink& m, akt::context<Mate>& ctx) { ctx.unlink(m.other); }
  void on(Crash) { throw 1; }
};

/// What other nodes cannot find, send to or stop.
struct Secret {
  void on(Poke) {}
};

struct linked_actors : nodes {
  std::vector<std::string> log;
  akt::actor_ref<Watcher> watcher = a.spawn<Watcher>("watcher", &log);
  akt::actor_ref<Mate> mate = a.spawn<Mate>("mate");
  akt::actor_ref<Mate> far_mate = far<Mate>("mate"); ///< as a knows it
  akt::actor_ref<Mate> there = b.find<Mate>("mate").value();
  using lines = std::vector<std::string>;

  void link() {
    watcher.tell<Watcher::Watch>(mate);
    mate.tell<Link>(far_mate);
    world.run_until_idle();
    EXPECT_TRUE(log.empty());
  }
  bool lives(akt::actor_system& s) { return s.find<Mate>("mate").has_value(); }
};

TEST_F(linked_actors, end_with_the_one_of_the_other_node) {
  link();
  there.tell<Crash>();
  world.run_until_idle();
  EXPECT_EQ(log, lines{"failed"});
}

TEST_F(linked_actors, have_no_direction) {
  link();
  mate.tell<Crash>();
  world.run_until_idle();
  EXPECT_FALSE(lives(b));
}

TEST_F(linked_actors, end_as_stopped_when_one_is_stopped) {
  link();
  there.stop();
  world.run_until_idle();
  EXPECT_EQ(log, lines{"stopped"});
}

TEST_F(linked_actors, end_both_when_their_link_is_lost) {
  link();
  world.cut(a, b);
  world.run_until_idle();
  EXPECT_EQ(log, lines{"failed"});
  EXPECT_FALSE(lives(b));
}

TEST_F(linked_actors, end_at_once_without_a_link) {
  world.cut(a, b);
  watcher.tell<Watcher::Watch>(mate);
  mate.tell<Link>(far_mate);
  world.run_until_idle();
  EXPECT_EQ(log, lines{"failed"});
  EXPECT_TRUE(lives(b));
}

TEST_F(linked_actors, end_if_the_other_one_had_ended_or_never_was) {
  there.stop();
  world.run_until_idle();
  watcher.tell<Watcher::Watch>(mate);
  mate.tell<Link>(far_mate);
  world.run_until_idle();
  EXPECT_EQ(log, lines{"failed"});
}

TEST_F(linked_actors, end_together_when_one_ends_right_behind_its_link) {
  mate.tell<Link>(far_mate);
  mate.stop();
  world.run_until_idle();
  EXPECT_FALSE(lives(b));
}

TEST_F(linked_actors, are_untied_by_either_side) {
  for (bool by_linker : {true, false}) {
    auto one = a.spawn<Mate>("one");
    (void)b.spawn<Mate>("two");
    auto two = world.find<Mate>(a, "b", "two").value();
    auto one_from_there = [&] { return world.find<Mate>(b, "a", "one").value(); };
    auto two_there = b.find<Mate>("two").value();
    one.tell<Link>(two);
    world.run_until_idle();
    if (by_linker)
      one.tell<Unlink>(two);
    else
      two_there.tell<Unlink>(one_from_there());
    world.run_until_idle();
    two_there.tell<Crash>();
    world.run_until_idle();
    EXPECT_TRUE(a.find<Mate>("one")) << by_linker;
    one.tell<Crash>();
    world.run_until_idle();
    EXPECT_FALSE(b.find<Mate>("two")) << by_linker;
  }
}

TEST_F(linked_actors, are_untied_also_if_the_news_is_on_its_way) {
  link();
  there.stop();
  while (b.actors_alive() > 1) world.step(); // the receptionist stays
  mate.tell<Unlink>(far_mate);
  world.run_until_idle();
  EXPECT_TRUE(log.empty() || log == lines{"stopped"});
  EXPECT_EQ(lives(a), log.empty());
}

TEST_F(linked_actors, that_link_again_and_from_both_sides_are_linked_once) {
  link();
  link();
  there.tell<Link>(world.find<Mate>(b, "a", "mate").value());
  world.run_until_idle();
  mate.tell<Unlink>(far_mate);
  world.run_until_idle();
  EXPECT_EQ(akt::detail::cell_of(there.where())->rare->rarest->links.size(), 0u);
  there.tell<Crash>();
  world.run_until_idle();
  EXPECT_TRUE(log.empty());
}

TEST_F(linked_actors, may_be_watched_too) {
  auto other = a.spawn<Mate>("other");
  watcher.tell<Watcher::Watch>(far_mate);
  other.tell<Link>(far_mate);
  world.run_until_idle();
  other.tell<Unlink>(far_mate);
  world.run_until_idle();
  there.stop();
  world.run_until_idle();
  EXPECT_EQ(log, lines{"stopped"});
  EXPECT_TRUE(a.find<Mate>("other"));
}

TEST_F(linked_actors, are_not_of_a_class_without_messages) {
  auto hidden = b.spawn<Secret>("private");
  watcher.tell<Watcher::Watch>(mate);
  world.find<Mate>(b, "a", "mate").value().tell<Link>(hidden);
  world.run_until_idle();
  EXPECT_EQ(log, lines{"failed"});
  EXPECT_TRUE(b.find<Secret>("private"));
}

// STOP-10
TEST_F(linked_actors, are_none_of_the_runtime) {
  akt::remote::endpoint endpoint(c, 4711, akt::random_stream(1, 2, "exports"), {});
  raw_peer peer(endpoint);
  constexpr std::uint64_t receptionist = 1, mine = 999;
  const auto before = c.actors_alive();
  peer.hello().numbers(raw_peer::kind::link, {receptionist, mine});
  peer.frame(raw_peer::kind::stop, 2, [&](akt::wire::writer& w) {
    w.write_unsigned(receptionist);
    w.write_bool(true);
  });
  peer.frame(raw_peer::kind::terminated, 3, [&](akt::wire::writer& w) {
    w.write_unsigned(mine);
    w.write_unsigned(0);
    w.write_text("");
  });
  ASSERT_TRUE(peer.send());
  world.run_until_idle();
  EXPECT_EQ(c.actors_alive(), before);
}

} // namespace remote_test
