// SPDX-License-Identifier: Apache-2.0
//
// Actors that are spawned unless they are there.
#include "test_support.hpp"

namespace spawn_or_find_test {

using namespace actor_test;
using akt::errc;

struct Number {};
class Counter {
public:
  explicit Counter(int n) : n_(n) {}
  int on(Number) { return n_; }

private:
  int n_;
};
struct Other {};

struct spawn_or_find : kit_test {};

TEST_F(spawn_or_find, spawns_once_and_then_finds) {
  auto first = system().spawn_or_find<Counter>("c", 1);
  auto second = system().spawn_or_find<Counter>(std::string("c"), 2);
  EXPECT_EQ(first, second);
  EXPECT_EQ(kit.await(second.ask<Number>()).value(), 1);
  EXPECT_EQ(system().find<Counter>("c").value(), first);
}

TEST_F(spawn_or_find, spawns_again_when_the_name_is_free) {
  auto first = system().spawn_or_find<Counter>("c", 1);
  first.stop();
  kit.settle();
  auto second = system().spawn_or_find<Counter>("c", 2);
  EXPECT_NE(first, second);
  EXPECT_EQ(kit.await(second.ask<Number>()).value(), 2);
}

TEST_F(spawn_or_find, says_that_the_name_belongs_to_another_class) {
  (void)kit.spawn<Counter>("c", 1);
  auto refused = system().try_spawn_or_find<Other>("c");
  EXPECT_EQ(error_of(refused), errc::wrong_type);
  EXPECT_NE(refused.error().detail().find("Counter"), std::string::npos);
  EXPECT_NE(refused.error().detail().find("Other"), std::string::npos);
  EXPECT_THROW((void)system().spawn_or_find<Other>("c"), akt::bad_result);
}

TEST_F(spawn_or_find, needs_a_name) {
  EXPECT_EQ(error_of(system().try_spawn_or_find<Other>("")), errc::invalid_name);
  EXPECT_EQ(error_of(system().try_spawn_or_find<Other>("a/b")), errc::invalid_name);
  EXPECT_EQ(error_of(system().try_spawn_or_find<Other>(akt::spawn_options{})), errc::invalid_name);
}

TEST_F(spawn_or_find, takes_the_options_of_a_spawn) {
  auto how = akt::spawn_options{.name = "c", .restartable = true};
  auto first = system().spawn_or_find<Counter>(how, 3);
  EXPECT_EQ(first, system().spawn_or_find<Counter>(how, 4));
  kit.settle();
  first.restart();
  EXPECT_EQ(kit.await(first.ask<Number>()).value(), 3);
}

TEST_F(spawn_or_find, uses_no_argument_where_it_finds) {
  struct Keeper {
    std::unique_ptr<int> n;
    int on(Number) { return *n; }
  };
  auto first = std::make_unique<int>(1), second = std::make_unique<int>(2);
  (void)system().spawn_or_find<Keeper>("k", std::move(first));
  auto k = system().spawn_or_find<Keeper>("k", std::move(second));
  EXPECT_EQ(kit.await(k.ask<Number>()).value(), 1);
  EXPECT_FALSE(first);
  EXPECT_TRUE(second); // NOLINT(bugprone-use-after-move): that is what is promised
}

struct Child {
  std::string name;
};
/// Has children, also one whose own parent has no name.
class Parent {
public:
  akt::actor_ref<Counter> on(const Child& m, akt::context<Parent>& ctx) {
    return ctx.spawn_or_find<Counter>(m.name, 1);
  }
  bool on(Number, akt::context<Parent>& ctx) {
    return ctx.try_spawn_or_find<Other>("c").error() == errc::wrong_type;
  }
};

TEST_F(spawn_or_find, looks_among_the_children_of_who_asks) {
  (void)kit.spawn<Other>("c");
  auto named = kit.spawn<Parent>("p");
  auto nameless = kit.spawn<Parent>(akt::anonymous);
  for (auto& p : {named, nameless}) {
    auto first = kit.await(p.ask<Child>("c")).value();
    EXPECT_EQ(kit.await(p.ask<Child>("c")).value(), first);
    EXPECT_NE(kit.await(p.ask<Child>("d")).value(), first);
    EXPECT_TRUE(kit.await(p.ask<Number>()).value());
  }
  EXPECT_NE(kit.await(named.ask<Child>("c")).value(), kit.await(nameless.ask<Child>("c")).value());
}

TEST_F(spawn_or_find, is_refused_by_a_system_that_has_stopped) {
  system().stop();
  EXPECT_EQ(error_of(system().try_spawn_or_find<Other>("o")), errc::stopped);
}

} // namespace spawn_or_find_test
