// SPDX-License-Identifier: Apache-2.0
//
// Looking at actors on real threads: while they come and go, ask and wait, and while workers are
// stuck.
#include "threads_test_support.hpp"

namespace inspection_threads_test {

using akt_test::threaded;
using namespace std::chrono_literals;

struct Block {
  std::latch* begun;
  std::latch* end;
};
struct Touch {};
struct Question {};
struct Nap {};

/// Keeps its worker until it is let go.
struct Blocker {
  void on(Block m) {
    m.begun->count_down();
    m.end->wait();
  }
  void on(Touch) {}
};
struct Answers {
  int on(Question) { return 1; }
};
struct Sleeper {
  akt::task<> on(Nap, akt::context<Sleeper>& ctx) { co_await ctx.sleep(1h); }
  void on(Touch) {}
};
/// Asks without an end.
class Asker {
public:
  explicit Asker(akt::actor_ref<Answers> other) : other_(other) {}
  akt::task<> on(Touch, akt::context<Asker>& ctx) {
    auto answer = co_await other_.ask<Question>();
    if (answer) ctx.self().tell<Touch>();
  }

private:
  akt::actor_ref<Answers> other_;
};

struct inspection_on_threads : threaded {};

TEST_F(inspection_on_threads, sees_who_waits_and_what_stuck_workers_run_without_waiting_for_them) {
  auto sleeper = system.spawn<Sleeper>("sleeper");
  sleeper.tell<Nap>();
  ASSERT_TRUE(
      system.wait_until([&] { return system.info(sleeper).state == akt::actor_state::waiting; }));
  sleeper.tell<Touch>();
  std::latch begun(2), end(1);
  std::vector<akt::actor_ref<Blocker>> blockers;
  for (auto name : {"one", "two"}) {
    blockers.push_back(system.spawn<Blocker>(name));
    blockers.back().tell<Block>(&begun, &end);
    blockers.back().tell<Touch>();
  }
  begun.wait();
  system.wait_for_looks(4);
  const auto before = system.core().clock.now();
  auto list = system.actors({.patience = 5ms});
  const std::string dump = system.dump(akt::dump_format::text, {.patience = 5ms});
  EXPECT_LT(system.core().clock.now() - before, 10s);
  ASSERT_EQ(list.actors.size(), 3u);
  for (const auto& a : list.actors) {
    const bool blocks = a.path.find("sleeper") == a.path.npos;
    EXPECT_EQ(a.answered, !blocks) << a.path;
    EXPECT_EQ(a.state, blocks ? akt::actor_state::running : akt::actor_state::waiting) << a.path;
    EXPECT_EQ(a.handles.find("Block") != a.handles.npos, blocks) << a.handles;
    EXPECT_EQ(a.mailbox, blocks ? 0u : 1u) << a.path;
  }
  EXPECT_NE(dump.find(" running akt://threads/one, handles "), dump.npos) << dump;
  EXPECT_NE(dump.find(", did not answer\n"), dump.npos) << dump;
  end.count_down();
  for (const auto& b : blockers) // they use what lies here until then
    ASSERT_TRUE(system.wait_until([&] { return system.info(b).answered; }));
  sleeper.stop(akt::now);
}

TEST_F(inspection_on_threads, asks_an_actor_that_is_busy_and_hears_how_much_waits) {
  auto blocker = system.spawn<Blocker>("blocker");
  std::latch begun(1), end(1);
  blocker.tell<Block>(&begun, &end);
  begun.wait();
  for (int i = 0; i < 5; ++i) blocker.tell<Touch>();
  std::thread opener([&] {
    system.wait_for_looks(20);
    end.count_down();
  });
  auto info = system.info(blocker, {.patience = 30s});
  opener.join();
  EXPECT_TRUE(info.answered);
  EXPECT_EQ(info.mailbox, 5u);
}

TEST_F(inspection_on_threads, may_go_on_while_actors_ask_come_and_go) {
  auto answers = system.spawn<Answers>("answers");
  for (int i = 0; i < 8; ++i) system.spawn<Asker>(akt::anonymous, answers).tell<Touch>();
  std::atomic<bool> over{false};
  std::thread spawner([&] {
    for (int i = 0; i < 2000; ++i) {
      auto child = system.spawn<Sleeper>(akt::anonymous);
      child.tell<Nap>();
      child.stop(akt::now);
    }
    over = true;
  });
  std::size_t seen = 0;
  while (!over) {
    for (const auto& a : system.actors({.patience = 1ms}).actors) {
      EXPECT_FALSE(a.path.empty());
      EXPECT_NE(a.state, akt::actor_state::ended);
      for (const auto& point : a.waits_for) {
        EXPECT_NE(point.line, 0u);
      }
      ++seen;
    }
    (void)system.dump(akt::dump_format::json, {.patience = 1ms});
  }
  spawner.join();
  EXPECT_GE(seen, 9u);
  answers.stop(akt::now); // the askers hear an error and end their rounds
}

TEST_F(inspection_on_threads, sees_actors_with_their_whole_names_or_not_at_all) {
  const std::string name(40, 'n'); // too long to lie in the identity itself
  std::atomic<bool> over{false};
  std::thread spawner([&] {
    for (int i = 0; i < 5000; ++i) {
      auto named = system.spawn<Sleeper>(name + std::to_string(i % 7));
      named.stop(akt::now);
      (void)named.stopped().get();
    }
    over = true;
  });
  const std::string whole = "akt://threads/" + name;
  while (!over)
    for (const auto& a : system.actors({.patience = 1ms}).actors)
      EXPECT_TRUE(a.path.starts_with(whole) && a.path.size() == whole.size() + 1) << a.path;
  spawner.join();
}

struct Ring {
  akt::any_ref next;
};
struct Round {};
class Member {
public:
  void on(Ring m) { next_ = akt::actor_ref<Member>(m.next); }
  akt::task<> on(Question, akt::context<Member>& ctx) {
    co_await ctx.sleep(100ms); // until all of them are here
    auto answer = co_await next_.ask<Round>().within(1s);
    (void)answer;
  }
  int on(Round) { return 1; }

private:
  akt::actor_ref<Member> next_;
};
class Reporter {
public:
  explicit Reporter(std::atomic<std::size_t>* members) : members_(members) {}
  void on(const akt::started&, akt::context<Reporter>& ctx) {
    ctx.subscribe(ctx.system().wait_cycles());
  }
  void on(const akt::wait_cycle& c) { *members_ += c.members.size(); }

private:
  std::atomic<std::size_t>* members_;
};

TEST_F(inspection_on_threads, a_wait_cycle_is_told_once) {
  std::atomic<std::size_t> members{0};
  auto reporter = system.spawn<Reporter>("reporter", &members);
  ASSERT_TRUE(reporter.started().get());
  std::vector<akt::actor_ref<Member>> ring;
  for (auto name : {"a", "b", "c"}) ring.push_back(system.spawn<Member>(name));
  for (std::size_t i = 0; i < 3; ++i) ring[i].tell<Ring>(ring[(i + 1) % 3]);
  ASSERT_TRUE(quiet());
  for (auto& m : ring) m.tell<Question>();
  ASSERT_TRUE(quiet());
  EXPECT_EQ(members, 3u);
}

} // namespace inspection_threads_test
