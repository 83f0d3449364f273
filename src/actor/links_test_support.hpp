// SPDX-License-Identifier: Apache-2.0
//
// What the tests of links share: actors that link themselves, and who watches them.
#pragma once

#include "test_support.hpp"

#include <algorithm>

namespace links_test {

using namespace actor_test;
using akt::directive;
using akt::stop_reason;
using akt::supervisor;

struct Link {
  akt::any_ref other;
};
struct Unlink {
  akt::any_ref other;
};
struct Fail {};
struct Wait1s {};
struct Spawn {
  std::string name;
};
struct Stop {};

/// Writes down its life, and does what it is told.
class Mate {
public:
  explicit Mate(journal* seen, std::string name = "mate") : seen_(seen), name_(std::move(name)) {}
  ~Mate() { seen_->push_back("~" + name_); }
  Mate(const Mate&) = delete;
  Mate& operator=(const Mate&) = delete;
  void on(const Link& m, akt::context<Mate>& ctx) { ctx.link(m.other); }
  void on(const Unlink& m, akt::context<Mate>& ctx) { ctx.unlink(m.other); }
  void on(Fail) { throw std::runtime_error("tired"); }
  void on(Stop, akt::context<Mate>& ctx) { ctx.stop(); }
  int on(Ping m) const { return m.n; }
  akt::task<> on(Wait1s, akt::context<Mate>& ctx) {
    co_await ctx.sleep(1s);
    seen_->push_back(name_ + " waited");
  }
  akt::actor_ref<Mate> on(const Spawn& m, akt::context<Mate>& ctx) {
    return ctx.spawn<Mate>(m.name, seen_, m.name);
  }
  void on(const akt::stopping&) { seen_->push_back(name_ + " stopping"); }

private:
  journal* seen_;
  std::string name_;
};
using mate = akt::actor_ref<Mate>;

/// A kit whose log is collected rather than printed. One at a time.
struct logging_kit : akt::testkit::kit {
  logging_kit() : kit({.system = {.environment = {.log = &log}}}) { lines().clear(); }
  static journal& lines() {
    static journal all;
    return all;
  }
  static void log(std::string_view line) noexcept { lines().emplace_back(line); }
};

struct links : kit_test {
  mate make(const std::string& name, const supervisor& rules = supervisor()) {
    akt::spawn_options how{.name = name, .supervise = rules, .restartable = true};
    auto made = system().spawn<Mate>(how, &seen, name);
    kit.settle();
    return made;
  }
  akt::actor_ref<Watcher> watcher = kit.spawn<Watcher>("watcher", &ended);
  mate a = make("a"), b = make("b");

  void link(mate one, akt::any_ref other) {
    one.tell<Link>(other);
    kit.settle();
  }
  void watch(akt::any_ref who) {
    watcher.tell<Watch>(who);
    kit.settle();
  }
  bool lives(const std::string& name) { return system().find<Mate>(name).has_value(); }
  std::ptrdiff_t times(const std::string& what) {
    return std::count(seen.begin(), seen.end(), what);
  }
  void expect_ended(akt::any_ref who, stop_reason why) {
    kit.settle();
    ASSERT_EQ(ended.size(), 1u);
    EXPECT_TRUE(ended[0].actor == who);
    EXPECT_EQ(ended[0].reason, why) << akt::name(ended[0].reason);
  }
};

} // namespace links_test
