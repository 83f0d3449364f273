// SPDX-License-Identifier: Apache-2.0
//
// The actors of random programs: they do what their messages say.
#pragma once

#include "akt/actor/behavior.hpp"
#include "akt/actor/messaging.hpp"
#include "akt/actor/reentrancy.hpp"
#include "akt/actor/spawn_or_find.hpp"
#include "akt/actor/task.hpp"

#include "program_person.hpp"

// Names of types travel, as hashes: these are the same with every compiler. Actors and messages are
// named as users name theirs. NOLINTBEGIN(readability-identifier-naming)
namespace akt::inline v0::sim::programs {

/// A time of at least so many milliseconds and at most that many.
inline duration some_time(std::uint32_t detail, std::uint32_t least, std::uint32_t most) {
  return std::chrono::milliseconds(least + detail % (most - least + 1));
}

/// What the actors of a class do; Self is that class.
template <class Self>
class Acting : public Person {
public:
  using messages = Talk;

  Acting(ledger* book, number who) : Person(book, who) {}

  task<> on(const started&, context<Self>& ctx);
  task<> on(const stopping&, context<Self>& ctx);
  void on(const Note& m, context<Self>& ctx);
  task<> on(Work m, context<Self>& ctx);
  std::uint64_t on(Query m, context<Self>& ctx);
  task<std::uint64_t> on(Question m, context<Self>& ctx);
  deferred<std::uint64_t> on(Promise m, context<Self>& ctx);
  void on(const Tick& m, context<Self>& ctx);
  void on(const idle&) { ++book_->ticks; }
  void on(const terminated& t) { book_->heard(who_, t.actor); }
  directive on(const child_failed&) { return self().verdict; }

private:
  template <class M>
  void perform(act what, const M& m, doing& d, context<Self>& ctx);
  template <class M>
  task<> go(const M& m, context<Self>& ctx);
  task<> rest(const Order& o, context<Self>& ctx);
  task<> ask_and_wait(const Order& o, duration within);

  void fail(act how, const Order& o, doing& d, context<Self>& ctx);
  template <class M>
  void forward(const M& m, doing& d, context<Self>& ctx);
  void tell_in_its_name(const Order& o, context<Self>& ctx);
  void order_about(act what, const Order& o, context<Self>& ctx);
  void tie(act what, const Order& o, context<Self>& ctx);
  void change(act what, context<Self>& ctx);
  void plan(act what, const Order& o, context<Self>& ctx);
  void spawn_child(const Order& o, context<Self>& ctx);
  void spawn_or_find_child(const Order& o, context<Self>& ctx);
};

/// Handles one message after the other.
class Member : public Acting<Member> {
public:
  using Acting::Acting;
};
/// Handles other messages while up to two handlers wait, and none while three do.
class Weaver : public Acting<Weaver> {
public:
  static constexpr auto reentrancy = akt::reentrancy::interleave;
  static constexpr std::size_t max_in_flight = 3;
  using Acting::Acting;
};
/// May have one handler that waits, as an actor that interleaves.
class NarrowWeaver : public Acting<NarrowWeaver> {
public:
  static constexpr auto reentrancy = akt::reentrancy::interleave;
  static constexpr std::size_t max_in_flight = 1;
  using Acting::Acting;
};
extern template class Acting<Member>;
extern template class Acting<Weaver>;
extern template class Acting<NarrowWeaver>;

/// Watches one actor.
class Watcher {
public:
  Watcher(ledger* book, std::size_t watch, any_ref whom)
      : book_(book), watch_(watch), whom_(whom) {}
  Watcher(const Watcher&) = delete;
  ~Watcher() {
    if (!watches_) book_->told(watch_); // memory has refused its start
  }
  void on(const started&, context<Watcher>& ctx) {
    watches_ = true;
    ctx.watch(whom_);
  }
  void on(const terminated&) { book_->told(watch_); }

private:
  ledger* book_;
  std::size_t watch_;
  any_ref whom_;
  bool watches_ = false;
};

} // namespace akt::inline v0::sim::programs
// NOLINTEND(readability-identifier-naming)
