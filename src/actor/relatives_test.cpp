// SPDX-License-Identifier: Apache-2.0
//
// Actors that stop themselves and those above them from a handler, and what is left of a family.
#include "test_support.hpp"

#include <algorithm>

namespace relatives_test {

using namespace actor_test;
using akt::directive;
using akt::supervisor;

struct Spawn {
  std::string name;
};
struct Quit {};
struct StopParent {
  bool at_once;
};
struct StopThat {
  akt::any_ref who;
  bool at_once;
};
struct Break {};
struct StopBadly {};

/// Writes down its life, and stops whom it is told to stop.
class Relative {
public:
  Relative(journal* seen, std::string name) : seen_(seen), name_(std::move(name)) {}
  ~Relative() { seen_->push_back("~" + name_); }
  Relative(const Relative&) = delete;
  Relative& operator=(const Relative&) = delete;

  akt::actor_ref<Relative> on(const Spawn& m, akt::context<Relative>& ctx) {
    return ctx.spawn<Relative>(akt::spawn_options{.name = m.name, .restartable = true}, seen_,
                               m.name);
  }
  void on(Quit, akt::context<Relative>& ctx) {
    ctx.stop();
    goes_on(ctx);
  }
  void on(StopParent m, akt::context<Relative>& ctx) {
    stop(ctx.parent(), m.at_once);
    goes_on(ctx);
  }
  void on(const StopThat& m, akt::context<Relative>& ctx) {
    stop(m.who, m.at_once);
    goes_on(ctx);
  }
  int on(Ping m) {
    seen_->push_back(name_ + " pinged");
    return m.n;
  }
  void on(Break) { throw std::runtime_error("broken"); }
  void on(StopBadly, akt::context<Relative>& ctx) {
    stops_badly_ = true;
    ctx.stop();
  }
  void on(const akt::stopping&) {
    if (stops_badly_) throw std::runtime_error("cannot stop");
    seen_->push_back(name_ + " stopping");
  }

private:
  static void stop(akt::any_ref who, bool at_once) {
    if (at_once)
      who.stop(akt::now);
    else
      who.stop();
  }
  void goes_on(akt::context<Relative>& ctx) {
    EXPECT_FALSE(ctx.path().empty()) << "all live until the handler is over";
    seen_->push_back(name_ + " goes on");
  }

  journal* seen_;
  std::string name_;
  bool stops_badly_ = false;
};
using relative = akt::actor_ref<Relative>;

struct relatives : kit_test {
  relative make(const std::string& name, const supervisor& rules = supervisor()) {
    return system().spawn<Relative>(
        akt::spawn_options{.name = name, .supervise = rules, .restartable = true}, &seen, name);
  }
  relative child(relative of, const std::string& name) {
    return kit.await(of.ask<Spawn>(name)).value();
  }
  /// Top, its children "parent" and "uncle", and the children of the first, "child" and "sibling".
  void make_all() {
    top = make("top");
    parent = child(top, "parent");
    (void)child(top, "uncle");
    one = child(parent, "child");
    (void)child(parent, "sibling");
    kit.settle();
    seen.clear();
  }
  std::ptrdiff_t at(const std::string& what) {
    EXPECT_EQ(std::count(seen.begin(), seen.end(), what), 1) << what;
    return std::find(seen.begin(), seen.end(), what) - seen.begin();
  }
  void expect_order(const journal& all) {
    for (std::size_t i = 1; i < all.size(); ++i)
      EXPECT_LT(at(all[i - 1]), at(all[i])) << all[i - 1] << ", " << all[i];
  }

  relative top, parent, one;
};

// STOP-07
TEST_F(relatives, may_stop_themselves_from_a_handler) {
  make_all();
  one.tell<Quit>();
  one.tell<Ping>();
  kit.settle();
  EXPECT_EQ(seen, (journal{"child goes on", "child stopping", "~child"}));
  EXPECT_EQ(system().actors_alive(), 4u);
}

// STOP-07
TEST_F(relatives, may_stop_their_parent_from_a_handler) {
  make_all();
  one.tell<StopParent>(false);
  kit.settle();
  expect_order({"child goes on", "parent stopping", "child stopping", "~child", "~parent"});
  expect_order({"parent stopping", "sibling stopping", "~sibling", "~parent"});
  EXPECT_EQ(seen.size(), 7u);
  EXPECT_EQ(system().actors_alive(), 2u);
}

// STOP-07
TEST_F(relatives, may_stop_their_parent_now_from_a_handler) {
  make_all();
  one.tell<StopParent>(true);
  kit.settle();
  expect_order({"child goes on", "~child", "~parent"});
  expect_order({"~sibling", "~parent"});
  EXPECT_EQ(seen.size(), 4u) << "nobody is signalled `stopping`";
  EXPECT_EQ(system().actors_alive(), 2u);
}

// STOP-07
TEST_F(relatives, may_stop_whoever_is_above_their_parent_from_a_handler) {
  for (bool at_once : {false, true}) {
    make_all();
    one.tell<StopThat>(top, at_once);
    kit.settle();
    expect_order({"child goes on", "~child", "~parent", "~top"});
    expect_order({"~sibling", "~parent"});
    expect_order({"~uncle", "~top"});
    EXPECT_EQ(seen.size(), at_once ? 6u : 11u);
    EXPECT_EQ(system().actors_alive(), 0u);
  }
}

struct way_to_end {
  const char* what;
  supervisor rules;
  void (*end)(akt::testkit::kit&, relative);
};

// SYS-03, REST-11
TEST_F(relatives, that_have_ended_do_not_count_whatever_kind_of_end_it_was) {
  using kit_ref = akt::testkit::kit&;
  const auto restarts = supervisor().otherwise(directive::restart);
  const way_to_end ways[] = {
      {"stop", {}, [](kit_ref, relative r) { r.stop(); }},
      {"stop now", {}, [](kit_ref, relative r) { r.stop(akt::now); }},
      {"stop by itself", {}, [](kit_ref, relative r) { r.tell<Quit>(); }},
      {"failure", {}, [](kit_ref, relative r) { r.tell<Break>(); }},
      {"failure, stopped by its supervisor", supervisor().otherwise(directive::stop),
       [](kit_ref, relative r) { r.tell<Break>(); }},
      {"failure, escalated to nobody", supervisor().otherwise(directive::escalate),
       [](kit_ref, relative r) { r.tell<Break>(); }},
      {"restarts are used up",
       supervisor().otherwise(directive::restart).max_restarts(1).when_spent(directive::stop),
       [](kit_ref, relative r) {
         for (int i = 0; i < 2; ++i) r.tell<Break>();
       }},
      {"failure in stopping", {}, [](kit_ref, relative r) { r.tell<StopBadly>(); }},
      {"restart, then stop", restarts,
       [](kit_ref k, relative r) {
         r.tell<Break>();
         EXPECT_EQ(k.await(r.ask<Ping>(1)).value(), 1);
         EXPECT_EQ(k.system().actors_alive(), 1u) << "its children have ended";
         r.stop();
       }},
      {"restart of all, then stop", supervisor().children(akt::children_policy::restart),
       [](kit_ref k, relative r) {
         r.restart();
         EXPECT_EQ(k.await(r.ask<Ping>(1)).value(), 1);
         k.settle();
         EXPECT_EQ(k.system().actors_alive(), 3u);
         r.stop();
       }},
      {"stop while it waits for its restart",
       supervisor().otherwise(directive::restart).backoff(1h, 1h),
       [](kit_ref k, relative r) {
         r.tell<Break>();
         k.settle();
         r.stop();
       }},
      {"stop while it is suspended", supervisor().otherwise(directive::suspend),
       [](kit_ref k, relative r) {
         r.tell<Break>();
         k.settle();
         r.stop();
       }},
  };
  for (const way_to_end& way : ways) {
    auto r = make("top", way.rules);
    (void)child(r, "a");
    (void)child(r, "b");
    kit.settle();
    EXPECT_EQ(system().actors_alive(), 3u) << way.what;
    EXPECT_EQ(system().actors().actors.size(), 3u) << way.what;
    way.end(kit, r);
    kit.settle();
    EXPECT_EQ(system().actors_alive(), 0u) << way.what;
    EXPECT_TRUE(system().actors().actors.empty()) << way.what;
    EXPECT_EQ(error_of(system().find<Relative>("top")), akt::errc::no_such_actor) << way.what;
  }
}

} // namespace relatives_test
