// SPDX-License-Identifier: Apache-2.0
//
// What the tests of supervision share: an actor that breaks in many ways, and its parent.
#pragma once

#include "test_support.hpp"

#include <algorithm>

namespace supervision_test {

using namespace actor_test;
using akt::directive;
using akt::supervisor;

struct Add {
  int n;
};
struct Total {};
struct Break {
  std::string with;
};
struct GiveUp {};
struct Wait1s {};
struct WaitAndBreak {};

/// Counts, breaks when it is told to, and writes down when it begins and ends.
class Fragile {
public:
  explicit Fragile(journal* seen, std::string name = "f") : seen_(seen), name_(std::move(name)) {}
  ~Fragile() { seen_->push_back("~" + name_); }
  Fragile(const Fragile&) = delete;
  Fragile& operator=(const Fragile&) = delete;
  void on(const akt::started&) { seen_->push_back(name_); }
  int on(Add m) { return total_ += m.n; }
  int on(Total) const { return total_; }
  void on(const Break& m) {
    if (m.with == "range") throw std::out_of_range(m.with);
    if (m.with == "int") throw 7; // NOLINT(hicpp-exception-baseclass)
    throw std::invalid_argument(m.with);
  }
  int on(GiveUp, akt::context<Fragile>& ctx) {
    ctx.fail(akt::error(akt::errc::rejected, "tired"));
    return 5;
  }
  akt::task<int> on(Wait1s, akt::context<Fragile>& ctx) {
    co_await ctx.sleep(1s);
    co_return ++total_;
  }
  akt::task<int> on(WaitAndBreak, akt::context<Fragile>& ctx) {
    total_ += 10;
    co_await ctx.sleep(1s);
    throw std::runtime_error("broken late");
  }

private:
  journal* seen_;
  std::string name_;
  int total_ = 0;
};

struct Brood {
  int children;
  supervisor rules;
};

/// Has children that share a supervisor.
class Mother {
public:
  explicit Mother(journal* seen) : seen_(seen) {}
  std::vector<akt::actor_ref<Fragile>> on(const Brood& m, akt::context<Mother>& ctx) {
    std::vector<akt::actor_ref<Fragile>> all;
    for (int i = 0; i < m.children; ++i) {
      const std::string name = "child" + std::to_string(i);
      all.push_back(
          ctx.spawn<Fragile>(akt::spawn_options{.name = name, .supervise = m.rules}, seen_, name));
    }
    return all;
  }

private:
  journal* seen_;
};

struct supervised : kit_test {
  akt::actor_ref<Fragile> fragile(const supervisor& rules, const std::string& name = "f") {
    return system().spawn<Fragile>(akt::spawn_options{.name = name, .supervise = rules}, &seen,
                                   name);
  }
  std::vector<akt::actor_ref<Fragile>> brood(int n, const supervisor& rules) {
    auto mother = kit.spawn<Mother>("mother", &seen);
    auto all = kit.await(mother.ask<Brood>(n, rules)).value();
    kit.settle();
    return all;
  }
  int total(akt::actor_ref<Fragile> f) { return kit.await(f.ask<Total>()).value(); }
  std::ptrdiff_t times(const std::string& what) {
    return std::count(seen.begin(), seen.end(), what);
  }
};

} // namespace supervision_test
