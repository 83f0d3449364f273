// SPDX-License-Identifier: Apache-2.0
//
// Which functions are handlers, and what their return types mean to an asker.
#include "test_support.hpp"

#include <memory>

namespace handlers_test {

using namespace actor_test;
struct handlers : kit_test {};

struct Add {
  int n;
};
struct Total {};
struct Divide {
  int by;
};
struct Later {};
struct DivideLater {
  int by;
};
struct AddLater {
  int n;
};
struct Promise {};
struct Name {
  std::string text;
};
struct Whoami {};

class Kinds {
public:
  void on(Add m) { total_ += m.n; }
  int on(Total) const { return total_; }
  akt::result<int> on(Divide m) {
    if (m.by == 0) return akt::error(akt::errc::rejected, "by zero");
    return total_ / m.by;
  }
  akt::task<> on(AddLater m) {
    total_ += m.n;
    co_return;
  }
  akt::task<int> on(Later, akt::context<Kinds>& ctx) {
    co_await ctx.sleep(1ms);
    co_return total_;
  }
  akt::task<akt::result<int>> on(DivideLater m, akt::context<Kinds>& ctx) {
    co_await ctx.sleep(1ms);
    if (m.by == 0) co_return akt::error(akt::errc::rejected, "by zero");
    co_return total_ / m.by;
  }
  akt::deferred<int> on(Promise) {
    akt::deferred<int> promise;
    promise.fulfil(total_);
    return promise;
  }
  std::string on(const Name& m) { return m.text + "!"; }
  std::string on(Whoami, akt::context<Kinds>& ctx) { return ctx.path(); }

private:
  int total_ = 0;
};

TEST_F(handlers, every_kind_of_return_type_answers_an_ask) {
  auto a = kit.spawn<Kinds>("kinds");
  EXPECT_EQ(kit.await(a.ask<Add>(12)).value(), akt::unit{});
  EXPECT_EQ(kit.await(a.ask<Total>()).value(), 12);
  EXPECT_EQ(kit.await(a.ask<Divide>(4)).value(), 3);
  EXPECT_EQ(kit.await(a.ask<AddLater>(8)).value(), akt::unit{});
  EXPECT_EQ(kit.await(a.ask<Later>()).value(), 20);
  EXPECT_EQ(kit.await(a.ask<DivideLater>(5)).value(), 4);
  EXPECT_EQ(kit.await(a.ask<Promise>()).value(), 20);
  EXPECT_EQ(kit.await(a.ask<Name>("ann")).value(), "ann!");
  EXPECT_EQ(kit.await(a.ask<Whoami>()).value(), "akt://test/kinds");
}

TEST_F(handlers, a_business_error_is_an_answer_and_no_failure) {
  auto a = kit.spawn<Kinds>("kinds");
  akt::error plain = error_of(kit.await(a.ask<Divide>(0)));
  EXPECT_EQ(plain, akt::errc::rejected);
  EXPECT_EQ(plain.detail(), "by zero");
  EXPECT_EQ(error_of(kit.await(a.ask<DivideLater>(0))).detail(), "by zero");
  EXPECT_TRUE(kit.await(a.ask<Total>())) << "it lives";
  EXPECT_EQ(fates(akt::fate::failed), 0u);
}

TEST_F(handlers, every_kind_of_handler_can_be_told) {
  auto a = kit.spawn<Kinds>("kinds");
  a.tell<Add>(1);
  a.tell<Total>();
  a.tell<Divide>(0);
  a.tell<AddLater>(1);
  a.tell<Later>();
  a.tell<DivideLater>(0);
  a.tell<Promise>();
  a.tell<Name>("ann");
  kit.advance(10ms);
  EXPECT_EQ(kit.await(a.ask<Total>()).value(), 2);
  EXPECT_EQ(fates(akt::fate::failed), 0u);
}

TEST_F(handlers, messages_are_also_passed_as_values) {
  auto a = kit.spawn<Kinds>("kinds");
  a.tell(Add{3});
  const Name name{"bob"};
  EXPECT_EQ(kit.await(a.ask(name)).value(), "bob!");
  EXPECT_EQ(kit.await(a.ask(Total{})).value(), 3);
}

class Private {
  friend akt::access;
  int on(Ping m) { return m.n + 1; }
};

TEST_F(handlers, private_ones_are_open_to_a_befriended_access) {
  static_assert(akt::handles<Private, Ping>);
  EXPECT_EQ(kit.await(kit.spawn<Private>("p").ask<Ping>(1)).value(), 2);
}

struct Parent {
  int on(Ping m) { return m.n; }
};
struct Child : Parent {
  using Parent::on;
  int on(Add m) { return m.n + 100; }
};
struct HidingChild : Parent {
  int on(Add m) { return m.n; }
};

TEST_F(handlers, inherited_ones_count_with_a_using_declaration) {
  static_assert(!akt::handles<HidingChild, Ping>);
  auto child = kit.spawn<Child>("child");
  EXPECT_EQ(kit.await(child.ask<Ping>(1)).value(), 1);
  EXPECT_EQ(kit.await(child.ask<Add>(1)).value(), 101);
}

struct Derived : Add {};
struct TakesBase {
  void on(Add) {}
};
struct TakesBool {
  void on(bool) {}
};
struct TakesNumbers {
  std::string on(bool) { return "bool"; }
  std::string on(int) { return "int"; }
  std::string on(const double&) { return "double"; }
};
struct TakesAny {
  template <class T>
  void on(T) {}
};

static_assert(akt::handles<TakesBase, Add> && !akt::handles<TakesBase, Derived>);
static_assert(akt::handles<TakesBool, bool> && !akt::handles<TakesBool, int>);
static_assert(!akt::handles<TakesBool, int*>);
static_assert(!akt::handles<TakesAny, Add>);

TEST_F(handlers, a_message_meets_the_handler_of_its_own_type_only) {
  auto a = kit.spawn<TakesNumbers>("numbers");
  EXPECT_EQ(kit.await(a.ask<bool>(true)).value(), "bool");
  EXPECT_EQ(kit.await(a.ask<int>(1)).value(), "int");
  EXPECT_EQ(kit.await(a.ask<double>(1.0)).value(), "double");
}

struct Parcel {
  std::unique_ptr<int> content;
};
struct Take {};

class Depot {
public:
  explicit Depot(std::unique_ptr<int> first) : kept_(std::move(first)) {}
  int on(Parcel m) { return *(kept_ = std::move(m.content)); }
  std::unique_ptr<int> on(Take) { return std::move(kept_); }

private:
  std::unique_ptr<int> kept_;
};

TEST_F(handlers, messages_replies_and_constructor_arguments_may_be_move_only) {
  auto depot = kit.spawn<Depot>("depot", std::make_unique<int>(1));
  EXPECT_EQ(*kit.await(depot.ask<Take>()).value(), 1);
  depot.tell<Parcel>(std::make_unique<int>(2));
  EXPECT_EQ(kit.await(depot.ask<Parcel>(std::make_unique<int>(3))).value(), 3);
  EXPECT_EQ(*kit.await(depot.ask<Take>()).value(), 3);
}

struct Carry {
  witness w;
  int n;
};
struct SlowCarrier {
  akt::task<> on(Carry, akt::context<SlowCarrier>& ctx) { co_await ctx.sleep(1ms); }
};
struct FailingCarrier {
  void on(const Carry&) { throw 1; }
};

TEST_F(handlers, a_message_is_destroyed_once_however_it_ends) {
  kit.spawn<SlowCarrier>("slow").tell<Carry>(witness(&alive), 1);
  auto failing = kit.spawn<FailingCarrier>("failing");
  failing.tell<Carry>(witness(&alive), 1);
  failing.tell<Carry>(witness(&alive), 1);
  kit.advance(10ms);
  EXPECT_EQ(alive, 0);
  failing.tell<Carry>(witness(&alive), 1);
  { auto unsent = failing.ask<Carry>(witness(&alive), 1); }
  EXPECT_EQ(error_of(kit.await(failing.ask<Carry>(witness(&alive), 1))), akt::errc::stopped);
  EXPECT_EQ(alive, 0);
}

struct Explosive {
  explicit Explosive(int) { throw std::runtime_error("never built"); }
};
struct Bin {
  void on(const Explosive&) {}
};

TEST_F(handlers, a_message_that_cannot_be_built_throws_at_its_sender) {
  auto bin = kit.spawn<Bin>("bin");
  auto sent = system().fates().sent;
  EXPECT_THROW(bin.tell<Explosive>(1), std::runtime_error);
  EXPECT_THROW((void)bin.ask<Explosive>(1), std::runtime_error);
  EXPECT_EQ(system().fates().sent, sent);
}

using Totals = akt::protocol<int(Ping)>;
using Wide = akt::protocol<int(Ping), int(Add)>;

TEST_F(handlers, a_protocol_reaches_whoever_implements_it) {
  static_assert(akt::implements<Child, Wide> && akt::implements<Echo, Totals>);
  static_assert(!akt::implements<Echo, Wide>);
  akt::actor_ref<Totals> refs[] = {kit.spawn<Child>("child"), kit.spawn<Echo>("echo")};
  for (auto& ref : refs) EXPECT_EQ(kit.await(ref.ask<Ping>(4)).value(), 4);
}

/// Reads its message and its context after every kind of wait.
class Patient {
public:
  explicit Patient(akt::actor_ref<Echo> echo) : echo_(echo) {}
  akt::task<std::string> on(const Name& m, akt::context<Patient>& ctx) {
    std::string seen = m.text;
    co_await ctx.sleep(1s);
    seen += m.text;
    (void)co_await echo_.ask<Ping>(1);
    seen += m.text + ctx.path();
    co_return seen;
  }

private:
  akt::actor_ref<Echo> echo_;
};

TEST_F(handlers, the_message_and_the_context_live_until_a_coroutine_is_done) {
  auto patient = kit.spawn<Patient>("p", kit.spawn<Echo>("echo"));
  std::string text = "a text too long to lie in the message itself. ";
  EXPECT_EQ(kit.await(patient.ask<Name>(text)).value(), text + text + text + "akt://test/p");
}

} // namespace handlers_test
