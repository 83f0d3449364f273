// SPDX-License-Identifier: Apache-2.0
//
// Watches and links by the hundred thousand: an actor that walked along its list for each of them
// would need minutes.
#include "threads_test_support.hpp"

#include <memory>

namespace watching_threads_test {

using akt_test::threaded;
using std::chrono_literals::operator""h;

constexpr std::size_t many = 100'000;

struct Watch {};
struct Link {};
struct CountEnded {};
using others = std::shared_ptr<std::vector<akt::any_ref>>;

struct Idle {};

class Overseer {
public:
  explicit Overseer(others all) : all_(std::move(all)) {}
  void on(Watch, akt::context<Overseer>& ctx) {
    for (auto other : *all_) ctx.watch(other);
  }
  void on(Link, akt::context<Overseer>& ctx) {
    for (auto other : *all_) ctx.link(other);
  }
  void on(const akt::terminated&) { ++ended_; }
  std::size_t on(CountEnded) const { return ended_; }

private:
  others all_;
  std::size_t ended_ = 0;
};

struct Follower {
  explicit Follower(akt::any_ref leader) : leader_(leader) {}
  void on(const akt::started&, akt::context<Follower>& ctx) { ctx.watch(leader_); }
  void on(const akt::terminated&, akt::context<Follower>& ctx) { ctx.stop(); }
  akt::any_ref leader_;
};

struct watches_on_threads : threaded {
  others make_many() {
    auto all = std::make_shared<std::vector<akt::any_ref>>();
    for (std::size_t i = 0; i < many; ++i) all->push_back(system.spawn<Idle>(akt::anonymous));
    return all;
  }
};

TEST_F(watches_on_threads, of_very_many_actors_by_one_are_quick) {
  auto all = make_many();
  auto overseer = system.spawn<Overseer>("overseer", all);
  overseer.tell<Watch>();
  for (auto actor : *all) actor.stop();
  ASSERT_TRUE(system.wait_until([&] { return system.actors_alive() == 1; }));
  ASSERT_TRUE(quiet());
  EXPECT_EQ(overseer.ask<CountEnded>().within(1h).get().value(), many);
}

TEST_F(watches_on_threads, of_one_actor_by_very_many_are_quick) {
  auto leader = system.spawn<Idle>("leader");
  for (std::size_t i = 0; i < many; ++i) system.spawn<Follower>(akt::anonymous, leader);
  leader.stop();
  EXPECT_TRUE(system.wait_until([&] { return system.actors_alive() == 0; }));
}

TEST_F(watches_on_threads, and_links_of_very_many_actors_are_quick) {
  auto all = make_many();
  auto overseer = system.spawn<Overseer>("overseer", all);
  overseer.tell<Link>();
  ASSERT_TRUE(quiet());
  (*all)[many / 2].stop();
  EXPECT_TRUE(system.wait_until([&] { return system.actors_alive() == 0; }));
}

} // namespace watching_threads_test
