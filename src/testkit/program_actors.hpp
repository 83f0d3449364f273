// SPDX-License-Identifier: Apache-2.0
//
// The actors of random programs: they do what their messages say.
#pragma once

#include "akt/actor/actor_system.hpp"
#include "akt/actor/behavior.hpp"
#include "akt/actor/deferred.hpp"
#include "akt/actor/task.hpp"

#include "program.hpp"
#include "program_ledger.hpp"
#include "program_messages.hpp"

#include <deque>

// Names of types travel, as hashes: these are the same with every compiler. Actors and messages are
// named as users name theirs. NOLINTBEGIN(readability-identifier-naming)
namespace akt::inline v0::sim::programs {

/// An ask that somebody waits for. Says so if it goes away without an answer.
class Waiting {
public:
  Waiting(ledger* book, std::uint32_t ask, number who, std::uint32_t life)
      : book_(book), ask_(ask), who_(who), life_(life) {}
  Waiting(Waiting&& other) noexcept
      : book_(std::exchange(other.book_, nullptr)), ask_(other.ask_), who_(other.who_),
        life_(other.life_) {}
  Waiting& operator=(Waiting&&) = delete;
  ~Waiting() {
    if (book_) book_->dropped(ask_, who_, life_);
  }

  template <class R>
  void operator()(const result<R>& r) {
    ledger& book = *std::exchange(book_, nullptr);
    outcome o = r ? outcome::value : r.error() == errc::failed ? outcome::failed : outcome::other;
    book.answered(ask_, o, r ? "" : r.error().message());
  }

private:
  ledger* book_;
  std::uint32_t ask_;
  number who_;
  std::uint32_t life_;
};

class Member {
public:
  using messages = protocol<void(Note), void(Work), std::uint64_t(Query), std::uint64_t(Question),
                            std::uint64_t(Promise)>;

  Member(ledger* book, number who);
  ~Member();
  Member(const Member&) = delete;
  Member& operator=(const Member&) = delete;

  task<> on(const started&, context<Member>& ctx);
  task<> on(const stopping&, context<Member>& ctx);
  void on(const Note& m, context<Member>& ctx);
  task<> on(Work m, context<Member>& ctx);
  std::uint64_t on(Query m, context<Member>& ctx);
  task<std::uint64_t> on(Question m, context<Member>& ctx);
  deferred<std::uint64_t> on(Promise m, context<Member>& ctx);
  void on(const Tick& m, context<Member>& ctx);
  void on(const idle&) { ++book_->ticks; }
  void on(const terminated& t) { book_->heard(who_, t.actor); }
  directive on(const child_failed&);

private:
  /// What one handler has done so far.
  struct doing {
    bool again = false;   ///< it was stashed
    bool settled = false; ///< it has failed, or the message is somebody else's by now
  };

  doing begin(const Order& o);
  /// Its answer is on its way, unless it has failed.
  void end(const Order& o, const doing& d);
  template <class M>
  void perform(act what, const M& m, doing& d, context<Member>& ctx);
  template <class M>
  task<> go(const M& m, context<Member>& ctx);
  task<> rest(const Order& o, context<Member>& ctx);

  void fail(act how, const Order& o, doing& d, context<Member>& ctx);
  void order_about(act what, const Order& o, context<Member>& ctx);
  void change(act what, const Order& o, context<Member>& ctx);
  void plan(act what, const Order& o, context<Member>& ctx);
  void promises(act what);
  void tell(const Order& o);
  void ask_and_go_on(const Order& o);
  void spawn_child(const Order& o, context<Member>& ctx);
  request<std::uint64_t> ask(const Order& o, duration within, std::uint32_t& id);

  number pick(std::uint32_t at) const;
  number child(std::uint32_t at) const;
  actor_ref<Member> ref(number who) const;
  actor_record& self() const { return book_->actors[who_]; }
  Order order_to(number whom, std::uint32_t detail);

  struct kept {
    std::uint64_t message;
    deferred<std::uint64_t> promise;
  };
  struct planned {
    timer which;
    std::uint64_t message;
  };

  ledger* book_;
  number who_;
  std::uint32_t life_;
  std::deque<kept> promises_;
  std::deque<planned> timers_;
};

/// Watches one actor.
class Watcher {
public:
  Watcher(ledger* book, std::size_t watch, any_ref whom)
      : book_(book), watch_(watch), whom_(whom) {}
  void on(const started&, context<Watcher>& ctx) { ctx.watch(actor_ref<Member>(whom_)); }
  void on(const terminated&) { book_->told(watch_); }

private:
  ledger* book_;
  std::size_t watch_;
  any_ref whom_;
};

} // namespace akt::inline v0::sim::programs
// NOLINTEND(readability-identifier-naming)
