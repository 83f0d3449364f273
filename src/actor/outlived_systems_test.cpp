// SPDX-License-Identifier: Apache-2.0
//
// References that are still used when their system is gone.
#include "test_support.hpp"

#include <set>

namespace outlived_systems_test {

using namespace actor_test;
using akt::errc;

struct Word {
  int n = 0;
};
struct Question {};

class Sage {
public:
  int on(Question) { return 1; }
  void on(Word) {}
};

struct Tell {};
struct Ask {};
struct Watch {};
struct Link {};

/// Uses such a reference on its turns.
class User {
public:
  User(akt::actor_ref<Sage> gone, journal* seen) : gone_(gone), seen_(seen) {}
  void on(Tell) { gone_.tell<Word>(1); }
  akt::task<akt::result<int>> on(Ask) { co_return co_await gone_.ask<Question>(); }
  int on(Question m, akt::context<User>& ctx) {
    ctx.forward(gone_, m);
    return 0;
  }
  void on(Watch, akt::context<User>& ctx) { ctx.watch(gone_); }
  void on(const akt::terminated& t) { seen_->push_back(name(t.reason)); }
  void on(Link, akt::context<User>& ctx) { ctx.link(gone_); }

private:
  akt::actor_ref<Sage> gone_;
  journal* seen_;
};

/// A system that is gone, with an actor that it had.
akt::actor_ref<Sage> outlived() {
  akt::testkit::kit other;
  auto sage = other.spawn<Sage>("sage");
  EXPECT_EQ(other.await(sage.ask<Question>()).value(), 1);
  return sage;
}

/// Watches many of another system.
struct Mourn {
  std::vector<akt::actor_ref<Sage>> all;
};
class Mourner {
public:
  explicit Mourner(int* told) : told_(told) {}
  void on(const Mourn& m, akt::context<Mourner>& ctx) {
    for (const auto& sage : m.all) ctx.watch(sage);
    akt::any_ref(ctx.self()).suspend(); // so that the news wait
  }
  void on(const akt::terminated&) { ++*told_; }

private:
  int* told_;
};

struct outlived_systems : kit_test {
  akt::actor_ref<Sage> gone = outlived();
};

TEST_F(outlived_systems, are_as_if_their_actors_had_stopped) {
  gone.tell<Word>(1);
  gone.tell_all(std::vector<Word>{{1}, {2}});
  EXPECT_EQ(error_of(gone.ask<Question>().get()), errc::stopped);
  int called = 0;
  gone.ask<Question>()
      .then([&](const akt::result<int>& r) {
        ++called;
        EXPECT_EQ(error_of(r), errc::stopped);
      })
      .cancel();
  EXPECT_EQ(called, 1);
  const akt::any_ref any(gone);
  any.stop();
  any.stop(akt::now);
  any.restart();
  any.suspend();
  any.reinstate();
  EXPECT_EQ(any.path(), "");
  EXPECT_EQ(error_of(any.started().get()), errc::stopped);
  EXPECT_EQ(error_of(any.stopped().get()), errc::stopped);
  EXPECT_EQ(any, akt::any_ref(gone));
  EXPECT_NE(any, akt::any_ref());
}

TEST_F(outlived_systems, leave_a_message_told_on_a_turn_its_fate) {
  auto user = kit.spawn<User>("user", gone, &seen);
  user.tell<Tell>();
  kit.settle();
  EXPECT_EQ(system().fates()[akt::fate::stopped], 1u);
}

TEST_F(outlived_systems, answer_asks_and_what_is_forwarded_with_stopped) {
  auto user = kit.spawn<User>("user", gone, &seen);
  EXPECT_EQ(error_of(kit.await(user.ask<Ask>())), errc::stopped);
  EXPECT_EQ(error_of(kit.await(user.ask<Question>())), errc::stopped);
}

TEST_F(outlived_systems, tell_watchers_that_there_is_nobody) {
  auto user = kit.spawn<User>("user", gone, &seen);
  user.tell<Watch>();
  kit.settle();
  EXPECT_EQ(seen, journal{"not_found"});
}

TEST_F(outlived_systems, tell_watchers_also_of_many_whose_system_goes_meanwhile) {
  int told = 0;
  auto mourner = kit.spawn<Mourner>("mourner", &told);
  std::optional<akt::testkit::kit> other(std::in_place);
  Mourn all;
  for (int i = 0; i < 100; ++i) all.all.push_back(other->spawn<Sage>(akt::anonymous));
  mourner.tell<Mourn>(all);
  kit.settle();
  other.reset();
  akt::any_ref(mourner).reinstate();
  kit.settle();
  EXPECT_EQ(told, 100);
}

TEST_F(outlived_systems, end_whoever_links_to_them) {
  auto user = kit.spawn<User>("user", gone, &seen);
  user.tell<Link>();
  kit.settle();
  EXPECT_EQ(user.path(), "");
}

TEST_F(outlived_systems, are_never_those_of_others_that_come_later) {
  std::vector<akt::actor_ref<Sage>> all;
  for (int i = 0; i < 50; ++i) all.push_back(outlived());
  akt::testkit::kit later;
  for (int i = 0; i < 100; ++i) later.spawn<Sage>(akt::anonymous);
  later.settle();
  std::set<std::uint64_t> places;
  for (auto sage : all) {
    places.insert(sage.where());
    EXPECT_EQ(error_of(sage.ask<Question>().get()), errc::stopped);
  }
  EXPECT_EQ(places.size(), all.size());
}

/// Its calls that are under way when their system goes.
TEST_F(outlived_systems, may_have_asks_that_are_given_up_later) {
  akt::ongoing_ask sent;
  {
    akt::testkit::kit other;
    auto sage = other.spawn<Sage>("sage");
    sent = sage.ask<Question>().then([](const akt::result<int>&) {});
  }
  sent.cancel();
}

} // namespace outlived_systems_test
