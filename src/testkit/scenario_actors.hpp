// SPDX-License-Identifier: Apache-2.0
//
// Who acts in the scenario, and what they are told.
#pragma once

#include "akt/actor/combine.hpp"
#include "akt/actor/offload.hpp"

#include "scenario.hpp"

#include <map>
#include <vector>

// Names of types travel, as hashes: these are the same with every compiler. Actors and messages are
// named as users name theirs. NOLINTBEGIN(readability-identifier-naming)
namespace akt::inline v0::sim::scenario {

/// What the actors tell the checks: one per run, outlives the world.
struct ledger {
  std::vector<unsigned> answers;    ///< per ask: how often it was answered
  std::vector<unsigned> terminated; ///< per watch
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::uint64_t> latest; ///< {sender, receiver}
  std::int64_t counted = 0;
  std::uint64_t answered = 0, letters = 0;
  std::string failure;

  void answer(std::uint64_t id, const result<std::uint64_t>& r) {
    ++answers[id];
    if (r && *r != id) fail("ask " + std::to_string(id) + " got another's answer");
    if (r) ++answered;
  }

  void fail(std::string what) {
    if (failure.empty()) failure = std::move(what);
  }
};

struct Note {
  std::uint64_t sender = 0;
  std::uint64_t number = 0;
};
using NoteTaker = actor_ref<protocol<void(Note)>>;

struct Question {
  std::uint64_t id = 0;
  std::int64_t delay_ms = 0;
};
using Answerer = actor_ref<protocol<std::uint64_t(Question)>>;
/// Answered by asking another one, or two of them at once.
struct Relay {
  std::uint64_t id = 0;
  Answerer other;
};
struct Both {
  std::uint64_t id = 0;
  Answerer one, other;
  bool fastest = false;
};
/// Answered by a call that may block, and later, if at all.
struct Work {
  std::uint64_t id = 0;
};
struct Later {
  std::uint64_t id = 0;
};
/// What was to be answered later is answered now.
struct Settle {};
/// "Tell this one."
struct Introduce {
  NoteTaker other;
};
struct Crash {
  bool thrown = false;
};

/// The work force: takes notes, answers in every way, is stopped and fails.
class Peer {
public:
  using messages = protocol<void(Note), std::uint64_t(Question), std::uint64_t(Relay),
                            std::uint64_t(Both), std::uint64_t(Work), std::uint64_t(Later),
                            void(Settle), void(Introduce), void(Crash)>;

  Peer(ledger* book, std::uint64_t number) : book_(book), number_(number) {}

  void on(const Note& m) {
    auto& latest = book_->latest[{m.sender, number_}];
    if (m.number <= latest)
      book_->fail("note " + std::to_string(m.number) + " of " + std::to_string(m.sender) +
                  " came to " + std::to_string(number_) + " behind " + std::to_string(latest));
    latest = m.number;
  }
  task<std::uint64_t> on(Question m, context<Peer>& ctx) {
    if (m.delay_ms > 0) co_await ctx.sleep(std::chrono::milliseconds(m.delay_ms));
    co_return m.id;
  }
  void on(const Introduce& m) { m.other.tell<Note>(number_, ++told_); }
  task<result<std::uint64_t>> on(Relay m) {
    auto answer = co_await m.other.ask<Question>(m.id).within(std::chrono::seconds(1));
    co_return answer;
  }
  task<result<std::uint64_t>> on(Both m) {
    if (m.fastest) {
      auto answer = co_await first(m.one.ask<Question>(m.id), m.other.ask<Question>(m.id));
      co_return answer.index() == 0 ? std::get<0>(answer) : std::get<1>(answer);
    }
    auto [one, other] = co_await all(m.one.ask<Question>(m.id), m.other.ask<Question>(m.id));
    co_return one ? other : one;
  }
  task<result<std::uint64_t>> on(Work m) {
    co_return co_await offload([](std::uint64_t id) { return id; }, m.id);
  }
  deferred<std::uint64_t> on(Later m) {
    deferred<std::uint64_t> promise;
    later_.emplace_back(m.id, promise);
    return promise;
  }
  void on(Settle) {
    for (auto& [id, promise] : std::exchange(later_, {})) promise.fulfil(id);
  }
  void on(Crash m, context<Peer>& ctx) {
    if (m.thrown) throw std::runtime_error("crashed");
    ctx.stop();
  }

private:
  ledger* book_;
  std::uint64_t number_;
  std::uint64_t told_ = 0; // over all receivers: rises for each of them
  std::vector<std::pair<std::uint64_t, deferred<std::uint64_t>>> later_;
};

/// How an ask is asked, and answered.
enum class way : std::uint8_t { question, relay, both, fastest, work, later, count };

/// An ask, at whom, and by whose help.
struct plan {
  way how = way::question;
  std::uint64_t id = 0;
  std::int64_t delay_ms = 0;
  actor_ref<Peer> whom, other;

  request<std::uint64_t> ask() const {
    switch (how) {
    case way::relay:
      return whom.ask<Relay>(id, other);
    case way::both:
    case way::fastest:
      return whom.ask<Both>(id, other, whom, how == way::fastest);
    case way::work:
      return whom.ask<Work>(id);
    case way::later:
      return whom.ask<Later>(id);
    default:
      return whom.ask<Question>(id, delay_ms);
    }
  }
};

/// Asks for the driver: with a callback.
class Asker {
public:
  explicit Asker(ledger* book) : book_(book) {}
  void on(const plan& m) {
    m.ask()
        .within(std::chrono::seconds(2))
        .then([book = book_, id = m.id](const result<std::uint64_t>& r) { book->answer(id, r); });
  }

private:
  ledger* book_;
};

/// The same by waiting for the answer, and ends.
class Waiter {
public:
  Waiter(ledger* book, const plan& p) : book_(book), plan_(p) {}
  task<> on(const started&, context<Waiter>& ctx) {
    auto answer = co_await plan_.ask().within(std::chrono::seconds(2));
    book_->answer(plan_.id, answer);
    ctx.stop();
  }

private:
  ledger* book_;
  plan plan_;
};

/// Counts what nobody handled.
class Mourner {
public:
  explicit Mourner(ledger* book) : book_(book) {}
  void on(const started&, context<Mourner>& ctx) { ctx.subscribe(ctx.system().dead_letters()); }
  void on(const dead_letter&) { ++book_->letters; }

private:
  ledger* book_;
};

/// Watches one actor.
class Watcher {
public:
  Watcher(ledger* book, std::uint64_t id, actor_ref<Peer> whom)
      : book_(book), id_(id), whom_(whom) {}
  void on(const started&, context<Watcher>& ctx) { ctx.watch(whom_); }
  void on(const terminated&) { ++book_->terminated[id_]; }

private:
  ledger* book_;
  std::uint64_t id_;
  actor_ref<Peer> whom_;
};

struct Get {};
struct Set {
  std::int64_t value = 0;
};
struct Add {
  std::int64_t value = 0;
};

class Register {
public:
  explicit Register(ledger* book) : book_(book) {}
  std::int64_t on(Get) { return book_->counted; }
  void on(Set m) { book_->counted = m.value; }
  void on(Add m) { book_->counted += m.value; }

private:
  ledger* book_;
};

struct Count {};

/// Counts in a register that it shares with another: by one message, or by the planted two.
class Counter {
public:
  Counter(actor_ref<Register> shared, bool plant) : shared_(shared), plant_(plant) {}
  task<> on(Count) {
    if (!plant_) {
      shared_.tell<Add>(1);
      co_return;
    }
    auto before = co_await shared_.ask<Get>();
    if (before) shared_.tell<Set>(*before + 1);
  }

private:
  actor_ref<Register> shared_;
  bool plant_;
};

} // namespace akt::inline v0::sim::scenario
// NOLINTEND(readability-identifier-naming)
