// SPDX-License-Identifier: Apache-2.0
//
// The way of a failure: through which actors, messages and awaits it came.
#include "test_support.hpp"

namespace failure_trace_test {

using namespace actor_test;
using akt::directive;
using akt::supervisor;

struct Take {
  std::string how;
};
struct Order {
  std::string how;
};
struct Checkout {
  std::string how;
};
struct OrderBoth {
  std::string how;
};

class Stock {
public:
  akt::task<akt::result<int>> on(Take m, akt::context<Stock>& ctx) {
    if (m.how == "throw") throw std::runtime_error("empty");
    if (m.how == "refuse") co_return akt::error(akt::errc::rejected, "none left");
    if (m.how == "fail") ctx.fail(akt::error(akt::errc::invalid_argument, "no such thing"));
    if (m.how == "wait") co_await ctx.sleep(1h);
    co_return 1;
  }
};

/// Passes on what it gets.
class Cart {
public:
  explicit Cart(akt::actor_ref<Stock> stock) : stock_(stock) {}
  akt::task<akt::result<int>> on(Order m) {
    auto taken = co_await stock_.ask<Take>(m.how);
    co_return taken;
  }
  akt::task<akt::result<int>> on(OrderBoth m) {
    auto [a, b] = co_await akt::all(stock_.ask<Take>(""), stock_.ask<Take>(m.how));
    co_return b;
  }

private:
  akt::actor_ref<Stock> stock_;
};

/// Fails by what it gets.
class Till {
public:
  explicit Till(akt::actor_ref<Cart> cart) : cart_(cart) {}
  akt::task<int> on(Checkout m) {
    auto ordered = co_await cart_.ask<Order>(m.how).within(1min); // await here
    co_return ordered.value();
  }

private:
  akt::actor_ref<Cart> cart_;
};

struct failure_traces : kit_test {
  akt::spawn_options named(std::string_view name) {
    return {.name = name, .supervise = supervisor().otherwise(directive::resume)};
  }
  akt::actor_ref<Stock> stock = system().spawn<Stock>(named("stock"));
  akt::actor_ref<Cart> cart = system().spawn<Cart>(named("cart"), stock);
  akt::actor_ref<Till> till = system().spawn<Till>(named("till"), cart);
};

TEST_F(failure_traces, name_every_actor_message_and_await_from_the_failure_to_the_asker) {
  auto e = error_of(kit.await(till.ask<Checkout>("throw")));
  ASSERT_EQ(e.trace().size(), 3u) << e.trace_text();
  EXPECT_EQ(e.trace()[0].actor, "akt://test/stock");
  EXPECT_EQ(e.trace()[0].handling, "failure_trace_test::Take");
  EXPECT_EQ(e.trace()[0].asking, "");
  EXPECT_EQ(e.trace()[1].actor, "akt://test/cart");
  EXPECT_EQ(e.trace()[1].handling, "failure_trace_test::Order");
  EXPECT_EQ(e.trace()[1].asking, "failure_trace_test::Take");
  EXPECT_EQ(e.trace()[2].actor, "akt://test/till");
  EXPECT_EQ(e.trace()[2].asking, "failure_trace_test::Order");
  EXPECT_EQ(e.trace()[2].file, std::string("failure_trace_test.cpp"));
  EXPECT_LT(e.trace()[1].line, e.trace()[2].line) << "each the line of its own co_await";
  EXPECT_GT(e.trace()[1].line, 0u);
  EXPECT_EQ(e.code(), akt::errc::failed);
  EXPECT_NE(e.message().find("empty"), std::string::npos);
}

TEST_F(failure_traces, come_with_failures_that_are_no_exceptions) {
  auto e = error_of(kit.await(cart.ask<Order>("fail")));
  ASSERT_EQ(e.trace().size(), 2u) << e.trace_text();
  EXPECT_EQ(e.trace()[0].actor, "akt://test/stock");
  EXPECT_EQ(e.trace()[1].actor, "akt://test/cart");
}

TEST_F(failure_traces, come_with_answers_that_do_not_come_in_time) {
  auto e = error_of(kit.await(cart.ask<Order>("wait").within(1min)));
  EXPECT_EQ(e.code(), akt::errc::timeout);
  ASSERT_EQ(e.trace().size(), 1u) << e.trace_text();
  EXPECT_EQ(e.trace()[0].actor, "akt://test/cart");
  EXPECT_EQ(e.trace()[0].asking, "failure_trace_test::Take");
}

TEST_F(failure_traces, come_with_one_of_several_asks) {
  auto e = error_of(kit.await(cart.ask<OrderBoth>("throw")));
  ASSERT_EQ(e.trace().size(), 2u) << e.trace_text();
  EXPECT_EQ(e.trace()[1].asking, "failure_trace_test::Take");
  EXPECT_GT(e.trace()[1].line, 0u);
}

TEST_F(failure_traces, do_not_come_with_a_business_refusal) {
  auto e = error_of(kit.await(cart.ask<Order>("refuse")));
  EXPECT_EQ(e.message(), "rejected: none left");
  EXPECT_TRUE(e.trace().empty());
}

struct Parent {
  explicit Parent(std::vector<akt::child_failed>* s) : seen(s) {}
  akt::actor_ref<Till> on(akt::actor_ref<Cart> cart, akt::context<Parent>& ctx) {
    return ctx.spawn<Till>(
        akt::spawn_options{.supervise = supervisor().otherwise(directive::escalate)}, cart);
  }
  directive on(const akt::child_failed& news) {
    seen->push_back(news);
    return directive::resume;
  }
  std::vector<akt::child_failed>* seen;
};

// SUP-09
TEST_F(failure_traces, reach_who_decides_and_the_log) {
  std::vector<akt::child_failed> told;
  auto parent = system().spawn<Parent>("parent", &told);
  auto child = kit.await(parent.ask<akt::actor_ref<Cart>>(cart)).value();
  testing::internal::CaptureStderr();
  EXPECT_FALSE(kit.await(child.ask<Checkout>("throw")));
  kit.settle();
  const std::string log = testing::internal::GetCapturedStderr();
  ASSERT_EQ(told.size(), 1u);
  EXPECT_TRUE(told[0].child == child);
  EXPECT_EQ(told[0].path, child.path());
  EXPECT_NE(told[0].why.message().find("empty"), std::string::npos) << told[0].why.message();
  const auto trace = told[0].why.trace();
  ASSERT_EQ(trace.size(), 3u);
  EXPECT_EQ(trace[0].handling, "failure_trace_test::Take");
  EXPECT_EQ(trace[2].actor, child.path());
  EXPECT_EQ(trace[2].handling, "failure_trace_test::Checkout") << "the child's own message";
  EXPECT_NE(log.find("akt://test/cart handling failure_trace_test::Order, awaiting "
                     "failure_trace_test::Take at failure_trace_test.cpp:"),
            std::string::npos)
      << log;
}

} // namespace failure_trace_test
