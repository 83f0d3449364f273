// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/akt.hpp"
#include "akt/testkit.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

/// What the tests of actors share. One thread, virtual time; at the end of every test the kit
/// checks that each message had a fate.
namespace actor_test {

using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;
using std::chrono_literals::operator""min;
using std::chrono_literals::operator""h;

inline void report(const std::string& what, const char* file, int line) {
  ADD_FAILURE_AT(file, line) << what;
}

using journal = std::vector<std::string>;

class kit_test : public testing::Test {
protected:
  kit_test() { akt::testkit::on_failure(&report); }

  akt::actor_system& system() { return kit.system(); }
  std::uint64_t fates(akt::fate f) { return kit.system().fates()[f]; }

  // What actors write to outlives them.
  journal seen;
  std::vector<akt::terminated> ended;
  int alive = 0;
  akt::testkit::kit kit;
};

/// The error of a result that must not have a value.
template <class R>
akt::error error_of(const akt::result<R>& r) {
  if (!r) return r.error();
  ADD_FAILURE() << "there is a value, not an error";
  return akt::error(akt::errc::unknown, "no error at all");
}

/// The answer of a request that nobody waits for; none yet: empty.
template <class R>
using later_answer = std::shared_ptr<std::optional<akt::result<R>>>;

template <class R>
later_answer<R> later(akt::request<R> request) {
  auto answer = std::make_shared<std::optional<akt::result<R>>>();
  std::move(request).then([answer](akt::result<R> r) { answer->emplace(std::move(r)); });
  return answer;
}

/// Counts the living copies of itself, so that a test sees that something was destroyed.
class witness {
public:
  explicit witness(int* alive) noexcept : alive_(alive) { ++*alive_; }
  witness(const witness& other) noexcept : witness(other.alive_) {}
  witness(witness&& other) noexcept : witness(other.alive_) {}
  witness& operator=(const witness&) = delete;
  ~witness() { --*alive_; }

private:
  int* alive_;
};

struct Wait {};
struct Open {
  int value = 1;
};

/// Keeps whoever asks waiting until it is opened, which answers how many waited.
class Gate {
public:
  akt::deferred<int> on(Wait) { return waiting_.emplace_back(); }
  int on(Open m) {
    int answered = 0;
    for (auto& w : waiting_)
      if (w.fulfil(m.value)) ++answered;
    waiting_.clear();
    return answered;
  }

private:
  std::vector<akt::deferred<int>> waiting_;
};

struct Watch {
  akt::any_ref who;
};
struct Unwatch {
  akt::any_ref who;
};

/// Writes down whose end it was told of.
class Watcher {
public:
  explicit Watcher(std::vector<akt::terminated>* seen) : seen_(seen) {}
  void on(Watch m, akt::context<Watcher>& ctx) { ctx.watch(m.who); }
  void on(Unwatch m, akt::context<Watcher>& ctx) { ctx.unwatch(m.who); }
  void on(const akt::terminated& t) { seen_->push_back(t); }

private:
  std::vector<akt::terminated>* seen_;
};

struct Ping {
  int n = 0;
};

/// Answers with what it was asked.
struct Echo {
  int on(Ping m) const { return m.n; }
};

} // namespace actor_test
