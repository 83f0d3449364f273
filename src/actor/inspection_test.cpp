// SPDX-License-Identifier: Apache-2.0
//
// actors() and info(): what actors do, looked at without waking them.
#include "test_support.hpp"

#include <algorithm>

namespace inspection_test {

using namespace actor_test;

struct Nap {
  akt::duration length;
};
struct Fetch {};
struct Load {};
struct Both {};
struct Later {};
struct Adopt {};

/// Waits in every way there is.
class Waits {
public:
  explicit Waits(akt::actor_ref<Gate> gate) : gate_(gate) {}

  akt::task<> on(Nap m, akt::context<Waits>& ctx) { co_await ctx.sleep(m.length); }
  static constexpr unsigned fetch_line = __LINE__ + 2;
  akt::task<> on(Fetch) {
    auto answer = co_await gate_.ask<Wait>().within(10s);
    (void)answer;
  }
  akt::task<> on(Load) {
    auto done = co_await akt::offload([] { return 1; });
    (void)done;
  }
  static constexpr unsigned both_line = __LINE__ + 2;
  akt::task<> on(Both) {
    auto answers = co_await akt::all(gate_.ask<Wait>().within(10s), gate_.ask<Wait>().within(20s));
    (void)answers;
  }
  void on(Later) {
    gate_.ask<Wait>().then([](const akt::result<int>&) {});
  }
  bool on(Wait m, akt::context<Waits>& ctx) { return ctx.stash(m); }
  void on(Adopt, akt::context<Waits>& ctx) { (void)ctx.spawn<Echo>("child"); }

private:
  akt::actor_ref<Gate> gate_;
};

struct inspection : kit_test {
  akt::actor_ref<Gate> gate = kit.spawn<Gate>("gate");
  akt::actor_ref<Waits> waits = kit.spawn<Waits>("waits", gate);
  akt::actor_info look() { return system().info(waits); }
};

TEST_F(inspection, of_an_actor_that_rests) {
  kit.settle();
  auto info = look();
  EXPECT_EQ(info.path, "akt://test/waits");
  EXPECT_NE(info.type.find("Waits"), info.type.npos);
  EXPECT_EQ(info.state, akt::actor_state::idle);
  EXPECT_TRUE(info.answered);
  EXPECT_EQ(info.mailbox, 0u);
  EXPECT_TRUE(info.waits_for.empty());
}

TEST_F(inspection, of_one_that_has_not_run_yet_sees_its_mail) {
  EXPECT_EQ(look().state, akt::actor_state::starting);
  waits.tell<Later>();
  waits.tell<Later>();
  EXPECT_EQ(look().mailbox, 2u);
  kit.settle();
  waits.tell<Later>();
  EXPECT_EQ(look().state, akt::actor_state::ready);
  EXPECT_EQ(look().mailbox, 1u);
  EXPECT_EQ(look().callbacks, 2u);
}

TEST_F(inspection, of_a_handler_that_has_asked_says_whom_for_what_and_where) {
  waits.tell<Fetch>();
  kit.settle();
  waits.tell<Later>();
  waits.tell<Later>();
  kit.advance(3s);
  auto info = look();
  EXPECT_EQ(info.state, akt::actor_state::waiting);
  EXPECT_NE(info.handles.find("Fetch"), info.handles.npos);
  EXPECT_EQ(info.mailbox, 2u);
  EXPECT_EQ(info.age, 3s);
  ASSERT_EQ(info.waits_for.size(), 1u);
  const akt::await_point& point = info.waits_for[0];
  EXPECT_EQ(point.what, akt::await_point::kind::ask);
  EXPECT_EQ(point.asked, akt::any_ref(gate));
  EXPECT_EQ(point.path, "akt://test/gate");
  EXPECT_NE(point.message.find("Wait"), point.message.npos);
  EXPECT_TRUE(point.file.ends_with("inspection_test.cpp")) << point.file;
  EXPECT_EQ(point.line, Waits::fetch_line);
  EXPECT_EQ(point.age, 3s);
  EXPECT_EQ(point.left, 7s);
  EXPECT_EQ(point.text(), "asks akt://test/gate for " + std::string(point.message) +
                              " at inspection_test.cpp:" + std::to_string(Waits::fetch_line));
}

TEST_F(inspection, of_a_handler_that_waits_for_several_lists_all) {
  waits.tell<Both>();
  kit.settle();
  auto info = look();
  ASSERT_EQ(info.waits_for.size(), 2u);
  for (const auto& point : info.waits_for) EXPECT_EQ(point.line, Waits::both_line);
  EXPECT_EQ(info.waits_for[0].left, 10s);
  EXPECT_EQ(info.waits_for[1].left, 20s);
}

TEST_F(inspection, of_a_blocking_call) {
  waits.tell<Load>();
  for (int i = 0; i < 2 && look().state != akt::actor_state::waiting; ++i) kit.world().step();
  auto info = look();
  ASSERT_EQ(info.waits_for.size(), 1u);
  EXPECT_EQ(info.waits_for[0].what, akt::await_point::kind::offload);
  EXPECT_TRUE(info.waits_for[0].text().starts_with("waits for a blocking call at "));
  kit.settle();
  EXPECT_EQ(look().state, akt::actor_state::idle);
}

TEST_F(inspection, of_sleeps) {
  waits.tell<Nap>(1min);
  kit.advance(1s);
  auto info = look();
  ASSERT_EQ(info.waits_for.size(), 1u);
  EXPECT_EQ(info.waits_for[0].what, akt::await_point::kind::sleep);
  EXPECT_EQ(info.waits_for[0].left, 59s);
  EXPECT_TRUE(info.waits_for[0].text().starts_with("sleeps at inspection_test.cpp:"));
  kit.advance(1min);
  EXPECT_EQ(look().state, akt::actor_state::idle);
}

TEST_F(inspection, of_one_that_is_suspended_or_stops) {
  kit.settle();
  waits.suspend();
  kit.settle();
  EXPECT_EQ(look().state, akt::actor_state::suspended);
  waits.reinstate();
  waits.tell<Nap>(1h);
  kit.settle();
  waits.stop();
  kit.settle();
  EXPECT_EQ(look().state, akt::actor_state::stopping);
  EXPECT_EQ(look().waits_for.size(), 1u);
}

TEST_F(inspection, of_one_that_has_stashed) {
  auto answer = later(waits.ask<Wait>().within(1h));
  kit.settle();
  EXPECT_EQ(look().stashed, 1u);
  EXPECT_EQ(look().mailbox, 0u);
}

// PID-02
TEST_F(inspection, of_one_that_has_ended_or_never_was_is_zero) {
  waits.tell<Fetch>();
  waits.tell<Later>();
  kit.settle();
  waits.stop(akt::now);
  kit.settle();
  for (akt::any_ref nobody : {akt::any_ref(waits), akt::any_ref()}) {
    auto info = system().info(nobody);
    EXPECT_EQ(info.state, akt::actor_state::ended);
    EXPECT_EQ(info.actor, nobody);
    EXPECT_EQ(info.path, "");
    EXPECT_EQ(info.type, "");
    EXPECT_EQ(info.mailbox + info.stashed + info.callbacks + info.waits_for.size(), 0u);
    EXPECT_EQ(info.age, 0s);
  }
  EXPECT_STREQ(akt::name(akt::actor_state::ended), "ended");
}

TEST_F(inspection, lists_parents_before_their_children_and_no_more_than_it_may) {
  waits.tell<Adopt>();
  (void)kit.spawn<Echo>("waits-not");
  kit.settle();
  auto list = system().actors();
  std::vector<std::string> paths;
  for (const auto& a : list.actors) paths.push_back(a.path);
  EXPECT_EQ(paths, (std::vector<std::string>{"akt://test/gate", "akt://test/waits",
                                             "akt://test/waits/child", "akt://test/waits-not"}));
  EXPECT_EQ(list.more, 0u);
  list = system().actors({.actors_max = 3});
  EXPECT_EQ(list.actors.size(), 3u);
  EXPECT_EQ(list.more, 1u);
}

struct Count {};
/// Looks at the others, and at itself, while it handles a message.
class Looks {
public:
  std::size_t on(Count, akt::context<Looks>& ctx) {
    auto list = ctx.system().actors();
    auto running = [](const akt::actor_info& a) { return a.state == akt::actor_state::running; };
    auto it = std::find_if(list.actors.begin(), list.actors.end(), running);
    EXPECT_TRUE(it != list.actors.end() && it->actor == akt::any_ref(ctx.self()));
    return list.actors.size();
  }
};

TEST_F(inspection, may_be_done_on_a_turn) {
  auto looks = kit.spawn<Looks>("looks");
  EXPECT_EQ(kit.await(looks.ask<Count>()).value(), 3u);
}

TEST_F(inspection, changes_nothing) {
  waits.tell<Fetch>();
  kit.settle();
  waits.tell<Later>();
  const auto hash = kit.world().trace_hash();
  const auto before = system().fates();
  (void)system().actors();
  (void)system().dump();
  kit.settle();
  EXPECT_EQ(kit.world().trace_hash(), hash);
  EXPECT_EQ(system().fates().sent, before.sent);
}

TEST_F(inspection, lists_no_callbacks_given_outside_of_actors) {
  auto answer = later(gate.ask<Wait>().within(1h));
  kit.settle();
  std::vector<std::string> paths;
  for (const auto& a : system().actors().actors) paths.push_back(a.path);
  EXPECT_EQ(paths, (std::vector<std::string>{"akt://test/gate", "akt://test/waits"}));
  EXPECT_EQ(system().actors({.actors_max = 2}).more, 0u);
  EXPECT_EQ(system().dump().find("callback_actor"), std::string::npos);
  gate.tell<Open>();
}

} // namespace inspection_test
