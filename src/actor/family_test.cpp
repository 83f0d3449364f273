// SPDX-License-Identifier: Apache-2.0
//
// Parents and children: names and paths, who ends when.
#include "test_support.hpp"

namespace family_test {

using namespace actor_test;

struct Spawn {
  std::string name;
};
struct SpawnUnnamed {};
struct CountChildren {};
struct WhoIsParent {};
struct Where {};
struct Quit {};
struct Slow {
  akt::duration time;
};

/// Spawns others like itself, and writes down what happens to it.
class Node {
public:
  Node(journal* seen, std::string name) : seen_(seen), name_(std::move(name)) {}
  ~Node() { seen_->push_back("~" + name_); }

  akt::result<akt::actor_ref<Node>> on(const Spawn& m, akt::context<Node>& ctx) {
    return ctx.try_spawn<Node>(m.name, seen_, m.name);
  }
  akt::actor_ref<Node> on(SpawnUnnamed, akt::context<Node>& ctx) {
    return ctx.spawn<Node>(akt::anonymous, seen_, "unnamed");
  }
  std::vector<akt::any_ref> on(CountChildren, akt::context<Node>& ctx) { return ctx.children(); }
  akt::any_ref on(WhoIsParent, akt::context<Node>& ctx) { return ctx.parent(); }
  std::string on(Where, akt::context<Node>& ctx) { return ctx.path(); }
  void on(Quit, akt::context<Node>& ctx) { ctx.stop(); }
  akt::task<> on(Slow m, akt::context<Node>& ctx) { co_await ctx.sleep(m.time); }
  void on(Ping) { seen_->push_back(name_ + " pinged"); }
  void on(const akt::stopping&) { seen_->push_back(name_ + " stopping"); }

private:
  journal* seen_;
  std::string name_;
};

struct families : kit_test {
  akt::actor_ref<Node> top(const std::string& name = "top") {
    return kit.spawn<Node>(name, &seen, name);
  }
  akt::actor_ref<Node> child(akt::actor_ref<Node> of, const std::string& name) {
    return kit.await(of.ask<Spawn>(name)).value();
  }
  std::vector<akt::any_ref> children(akt::actor_ref<Node> of) {
    return kit.await(of.ask<CountChildren>()).value();
  }
};

// SPAWN-07, NAME-04, PID-03, W-05: nobody stands above a top-level actor.
TEST_F(families, know_parents_children_and_paths) {
  auto a = top();
  auto b = child(a, "b");
  auto c = child(b, "c");
  EXPECT_TRUE(kit.await(b.ask<WhoIsParent>()).value() == a);
  EXPECT_FALSE(kit.await(a.ask<WhoIsParent>()).value());
  EXPECT_EQ(kit.await(c.ask<Where>()).value(), "akt://test/top/b/c");
  EXPECT_EQ(c.path(), "akt://test/top/b/c");
  EXPECT_EQ(children(a).size(), 1u);
  EXPECT_TRUE(children(b)[0] == c);
  c.stop();
  kit.settle();
  EXPECT_TRUE(children(b).empty());
  EXPECT_EQ(c.path(), "");
  EXPECT_EQ(children(a).size(), 1u);
}

struct Eager {
  explicit Eager(journal* seen) : seen_(seen) {}
  void on(const akt::started&) { seen_->push_back("child started"); }
  journal* seen_;
};
struct Host {
  explicit Host(journal* seen) : seen_(seen) {}
  void on(Ping, akt::context<Host>& ctx) {
    ctx.spawn<Eager>("child", seen_).started().then([this](const akt::result<akt::unit>& r) {
      seen_->push_back(r ? "parent knows" : r.error().message());
    });
  }
  journal* seen_;
};

// SPAWN-06: whoever wants to know asks the child.
TEST_F(families, tell_who_asks_of_a_child_that_has_started) {
  kit.spawn<Host>("host", &seen).tell<Ping>();
  kit.settle();
  EXPECT_EQ(seen, (journal{"child started", "parent knows"}));
}

TEST_F(families, keep_children_in_the_order_of_their_spawns) {
  auto a = top();
  std::vector<akt::any_ref> all;
  for (const char* name : {"c", "a", "b", "e", "d"}) all.push_back(child(a, name));
  EXPECT_EQ(children(a), all);
  all[2].stop();
  all[0].stop();
  all[4].stop();
  kit.settle();
  EXPECT_EQ(children(a), (std::vector<akt::any_ref>{all[1], all[3]}));
}

// NAME-05 (better than W-05)
TEST_F(families, may_give_one_name_to_children_of_different_parents) {
  auto a = top("a"), b = top("b");
  auto of_a = child(a, "child"), of_b = child(b, "child"), below = child(of_b, "child");
  EXPECT_FALSE(of_a == of_b);
  EXPECT_NE(of_a.path(), of_b.path());
  EXPECT_TRUE(*system().find<Node>("a/child") == of_a);
  EXPECT_TRUE(*system().find<Node>("b/child") == of_b);
  EXPECT_TRUE(*system().find<Node>("b/child/child") == below);
  EXPECT_EQ(error_of(system().find<Node>("child")), akt::errc::no_such_actor);
  EXPECT_EQ(error_of(kit.await(a.ask<Spawn>("child"))), akt::errc::name_taken);
}

// NAME-04
TEST_F(families, are_found_by_the_path_that_they_have) {
  auto a = top();
  auto b = child(a, "b");
  EXPECT_TRUE(*system().find<Node>(a.path()) == a);
  EXPECT_TRUE(*system().find<Node>(b.path()) == b);
  EXPECT_EQ(error_of(system().find<Node>("akt://other/top")), akt::errc::no_such_actor);
  EXPECT_EQ(error_of(system().find<Echo>("top/b")), akt::errc::wrong_type);
}

TEST_F(families, have_numbers_where_they_have_no_names) {
  auto a = top();
  auto unnamed = kit.await(a.ask<SpawnUnnamed>()).value();
  auto below = child(unnamed, "named");
  EXPECT_TRUE(unnamed.path().starts_with("akt://test/top/$")) << unnamed.path();
  EXPECT_EQ(below.path(), unnamed.path() + "/named");
  auto first = kit.spawn<Node>(akt::anonymous, &seen, "first");
  EXPECT_TRUE(first.path().starts_with("akt://test/$")) << first.path();
  EXPECT_EQ(child(first, "x").path(), first.path() + "/x");
  EXPECT_EQ(akt::any_ref().path(), "");
}

// STOP-01, SYS-03, SPAWN-07, W-31
TEST_F(families, end_children_first) {
  auto a = top();
  auto b = child(a, "b");
  child(b, "c");
  child(a, "d");
  EXPECT_EQ(system().actors_alive(), 4u);
  a.stop();
  kit.settle();
  EXPECT_EQ(system().actors_alive(), 0u);
  auto at = [&](const char* what) { return std::find(seen.begin(), seen.end(), what); };
  EXPECT_LT(at("~c"), at("~b"));
  EXPECT_LT(at("~b"), at("~top"));
  EXPECT_LT(at("~d"), at("~top"));
  EXPECT_LT(at("top stopping"), at("~c"));
  EXPECT_EQ(seen.size(), 8u);
}

TEST_F(families, that_are_stopped_handle_their_mail_children_too) {
  auto a = top();
  auto b = child(a, "b");
  b.tell<Ping>();
  a.tell<Ping>();
  a.stop();
  kit.settle();
  EXPECT_EQ(std::count(seen.begin(), seen.end(), "b pinged"), 1);
  EXPECT_EQ(std::count(seen.begin(), seen.end(), "top pinged"), 1);
}

TEST_F(families, that_are_stopped_now_end_children_first_and_handle_no_mail) {
  auto a = top();
  auto b = child(a, "b");
  child(b, "c");
  kit.settle();
  a.stop(akt::now);
  kit.settle();
  EXPECT_EQ(seen, (journal{"~c", "~b", "~top"}));
}

// SYS-05
TEST_F(families, end_with_their_system_children_first) {
  auto a = top();
  auto b = child(a, "b");
  child(b, "c");
  kit.settle();
  system().stop();
  EXPECT_EQ(seen, (journal{"top stopping", "b stopping", "c stopping", "~c", "~b", "~top"}));
}

TEST_F(families, wait_for_a_child_that_is_busy_until_the_stop_timeout) {
  auto a = top();
  auto b = child(a, "b");
  b.tell<Slow>(1h);
  kit.settle();
  a.stop();
  kit.advance(9s);
  EXPECT_EQ(system().actors_alive(), 2u);
  kit.advance(2s);
  EXPECT_EQ(system().actors_alive(), 0u);
}

/// Spawns in `stopping`, which it still may, and in its destructor, which it may not.
struct Late {
  explicit Late(std::vector<akt::result<akt::actor_ref<Echo>>>* s) : spawned(s) {}
  ~Late() {
    if (context) spawned->push_back(context->try_spawn<Echo>("third"));
  }
  void on(Ping, akt::context<Late>& ctx) {
    ctx.spawn<Echo>("first");
    ctx.stop();
  }
  void on(const akt::stopping&, akt::context<Late>& ctx) {
    spawned->push_back(ctx.try_spawn<Echo>("second"));
    context = &ctx;
  }
  std::vector<akt::result<akt::actor_ref<Echo>>>* spawned;
  akt::context<Late>* context = nullptr;
};

// SPAWN-05: errc::stopped
TEST_F(families, get_no_children_while_they_end) {
  std::vector<akt::result<akt::actor_ref<Echo>>> spawned;
  kit.spawn<Late>("late", &spawned).tell<Ping>();
  kit.settle();
  EXPECT_EQ(system().actors_alive(), 0u);
  ASSERT_EQ(spawned.size(), 2u);
  EXPECT_TRUE(spawned[0]);
  EXPECT_EQ(error_of(spawned[1]), akt::errc::stopped);
}

// SPAWN-11: the name is free when the watcher hears of the end, and not before the children ended.
TEST_F(families, free_a_name_when_the_end_is_complete) {
  auto watcher = kit.spawn<Watcher>("watcher", &ended);
  auto a = top();
  child(a, "b").tell<Slow>(1s);
  kit.settle();
  watcher.tell<Watch>(a);
  a.stop();
  kit.settle();
  EXPECT_EQ(error_of(system().try_spawn<Echo>("top")), akt::errc::name_taken);
  EXPECT_TRUE(ended.empty());
  kit.advance(1s);
  ASSERT_EQ(ended.size(), 1u);
  EXPECT_EQ(ended[0].path, "akt://test/top");
  auto again = system().try_spawn<Echo>("top");
  ASSERT_TRUE(again);
  EXPECT_FALSE(*again == a);
}

struct Descend {
  int generations;
};
struct Descendant {
  explicit Descendant(akt::any_ref* youngest) : youngest_(youngest) {}
  void on(Descend m, akt::context<Descendant>& ctx) {
    if (m.generations == 0)
      *youngest_ = ctx.self();
    else
      ctx.spawn<Descendant>("d", youngest_).tell<Descend>(m.generations - 1);
  }
  akt::any_ref* youngest_;
};

TEST_F(families, know_their_paths_however_deep_they_are) {
  constexpr int generations = 50'000;
  akt::any_ref youngest;
  kit.spawn<Descendant>("d", &youngest).tell<Descend>(generations);
  kit.settle();
  std::string expected = "akt://test/d";
  for (int i = 0; i < generations; ++i) expected += "/d";
  EXPECT_TRUE(youngest.path() == expected);
}

} // namespace family_test
