// SPDX-License-Identifier: Apache-2.0
//
// Handlers that wait for each other where actors interleave: who waits for whom is exact there too.
#include "test_support.hpp"

namespace interleaved_cycles_test {

using namespace actor_test;

struct Pass { // asked: waits, then asks the next one if any are left
  std::size_t left = 0;
  akt::duration delay{0};
};
using Member = akt::protocol<int(Pass)>;
struct Meet {
  akt::actor_ref<Member> next;
};

/// Has its handlers wait side by side, so many at most.
template <std::size_t Most>
class Hub {
public:
  static constexpr auto reentrancy = akt::reentrancy::interleave;
  static constexpr std::size_t max_in_flight = Most;

  void on(const Meet& m) { next_ = m.next; }
  akt::task<int> on(Pass m, akt::context<Hub>& ctx) {
    co_await ctx.sleep(m.delay);
    if (m.left == 0) co_return 1;
    co_return co_await pass_on(m.left - 1);
  }

private:
  akt::task<int> pass_on(std::size_t left) {
    auto answer = co_await next_.template ask<Pass>(left).within(10s);
    co_return answer ? *answer : -1;
  }
  akt::actor_ref<Member> next_;
};

/// One handler at a time.
class Single {
public:
  void on(const Meet& m) { next_ = m.next; }
  akt::task<int> on(Pass m, akt::context<Single>& ctx) {
    co_await ctx.sleep(m.delay);
    if (m.left == 0) co_return 1;
    auto answer = co_await next_.ask<Pass>(m.left - 1).within(10s);
    co_return answer ? *answer : -1;
  }

private:
  akt::actor_ref<Member> next_;
};

class Reporter {
public:
  explicit Reporter(std::vector<akt::wait_cycle>* told) : told_(told) {}
  void on(const akt::started&, akt::context<Reporter>& ctx) {
    ctx.subscribe(ctx.system().wait_cycles());
  }
  void on(const akt::wait_cycle& c) { told_->push_back(c); }

private:
  std::vector<akt::wait_cycle>* told_;
};

struct reports { // outlive the actor that writes them
  std::vector<akt::wait_cycle> cycles;
};

struct interleaved_cycles : reports, kit_test {
  interleaved_cycles() {
    kit.spawn<Reporter>("reporter", &cycles);
    kit.settle();
  }
  template <class A>
  akt::actor_ref<A> member(const char* name, akt::actor_ref<Member> next = {}) {
    auto made = kit.spawn<A>(name);
    if (next) made.template tell<Meet>(next);
    return made;
  }
  std::vector<std::string> paths() {
    std::vector<std::string> all;
    for (const auto& c : cycles)
      for (const auto& m : c.members) all.push_back(m.path);
    return all;
  }
};

TEST_F(interleaved_cycles, of_two_that_may_have_one_handler_each_are_told_once) {
  auto a = member<Hub<1>>("a");
  auto b = member<Hub<1>>("b", a);
  a.tell<Meet>(b);
  kit.settle();
  a.tell<Pass>(1u);
  b.tell<Pass>(1u);
  kit.advance(99ms);
  EXPECT_TRUE(cycles.empty());
  kit.advance(1ms);
  EXPECT_EQ(paths(), (std::vector<std::string>{"akt://test/a", "akt://test/b"}));
  kit.advance(1min);
  EXPECT_EQ(cycles.size(), 1u);
}

TEST_F(interleaved_cycles, through_a_handler_that_asks_back_are_told) {
  auto single = member<Single>("single");
  auto hub = member<Hub<8>>("hub", single);
  single.tell<Meet>(hub);
  single.tell<Pass>(2u); // asks the hub, one of whose handlers asks back
  kit.advance(100ms);
  EXPECT_EQ(paths(), (std::vector<std::string>{"akt://test/single", "akt://test/hub"}));
}

TEST_F(interleaved_cycles, through_two_handlers_of_one_actor_are_told_once_each) {
  std::vector<akt::actor_ref<Single>> singles;
  auto hub = member<Hub<8>>("hub");
  for (auto name : {"one", "two"}) singles.push_back(member<Single>(name, hub));
  for (auto& single : singles) {
    hub.tell<Meet>(single);
    single.tell<Pass>(2u);
    kit.settle();
  }
  kit.advance(1s);
  EXPECT_EQ(paths(), (std::vector<std::string>{"akt://test/hub", "akt://test/one", "akt://test/hub",
                                               "akt://test/two"}));
}

TEST_F(interleaved_cycles, are_none_where_another_handler_of_the_actor_answers) {
  auto single = member<Single>("single");
  auto hub = member<Hub<8>>("hub", single);
  single.tell<Meet>(hub);
  kit.settle();
  hub.tell<Pass>(1u, 1ms); // waits for the single one, which waits for another handler of the hub
  single.tell<Pass>(1u);
  kit.advance(5s);
  EXPECT_TRUE(cycles.empty());
}

TEST_F(interleaved_cycles, are_none_where_one_of_several_handlers_makes_room) {
  auto single = member<Single>("single");
  auto hub = member<Hub<2>>("hub", single);
  single.tell<Meet>(hub);
  kit.settle();
  hub.tell<Pass>(0u, 2s);
  hub.tell<Pass>(1u);    // behind its question the hub is full until the other handler is done
  single.tell<Pass>(1u); // asks the full hub
  kit.advance(5s);
  EXPECT_TRUE(cycles.empty());
}

TEST_F(interleaved_cycles, of_an_actor_with_very_many_handlers_are_not_looked_for) {
  auto hub = member<Hub<300>>("hub");
  auto single = member<Single>("single", hub);
  hub.tell<Meet>(single);
  kit.settle();
  auto meet = [&](std::size_t others) {
    for (std::size_t i = 0; i < others; ++i) hub.tell<Pass>(0u, 20s);
    kit.settle();
    single.tell<Pass>(2u);
    kit.advance(1min);
    return std::exchange(cycles, {}).size();
  };
  EXPECT_EQ(meet(255), 1u);
  EXPECT_EQ(meet(256), 0u);
}

} // namespace interleaved_cycles_test
