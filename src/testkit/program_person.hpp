// SPDX-License-Identifier: Apache-2.0
//
// What all actors of random programs know and do, whatever their class.
#pragma once

#include "akt/actor/actor_system.hpp"
#include "akt/actor/deferred.hpp"

#include "program.hpp"
#include "program_ledger.hpp"
#include "program_messages.hpp"

#include <deque>

// Actors are named as users name theirs. NOLINTBEGIN(readability-identifier-naming)
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

/// What the actors tell each other.
using Talk = protocol<void(Note), void(Work), std::uint64_t(Query), std::uint64_t(Question),
                      std::uint64_t(Promise)>;

class Member;
class Weaver;
class NarrowWeaver;

/// Calls f(std::type_identity<A>) with the class of the actor.
template <class F>
decltype(auto) with_class_of(const actor_record& a, F f) {
  if (a.interleaves == 0) return f(std::type_identity<Member>());
  if (a.interleaves == 1) return f(std::type_identity<NarrowWeaver>());
  return f(std::type_identity<Weaver>());
}

/// The actor as that node knows it, by what it understands; null: not at all.
actor_ref<Talk> talk_to(const ledger&, number who, std::size_t node);

/// Calls f(reference to the actor): of its class where that is Member, else by what it understands.
template <class F>
decltype(auto) with_ref_to(const ledger& book, number who, std::size_t node, F f) {
  const actor_record& a = book.actors[who];
  if (a.interleaves == 0) return f(actor_ref<Member>(a.seen_from[node]));
  return f(talk_to(book, who, node));
}

/// While it lives, a handler that can wait is on its way.
class on_its_way {
public:
  on_its_way(ledger& book, number who) : book_(book), who_(who) { ++book_.actors[who_].in_flight; }
  on_its_way(const on_its_way&) = delete;
  ~on_its_way() { --book_.actors[who_].in_flight; }

private:
  ledger& book_;
  number who_;
};

/// While it lives, `started` is being handled.
class at_start {
public:
  at_start(ledger& book, number who) : book_(book), who_(who) {
    book_.actors[who_].starting = true;
  }
  at_start(const at_start&) = delete;
  ~at_start() { book_.actors[who_].starting = false; }

private:
  ledger& book_;
  number who_;
};

/// Turn-bound to its actor.
class Person {
public:
  Person(const Person&) = delete;
  Person& operator=(const Person&) = delete;

protected:
  /// What one handler has done so far.
  struct doing {
    bool again = false;   ///< it was stashed
    bool settled = false; ///< it has failed, or the message is somebody else's by now
  };

  Person(ledger* book, number who);
  ~Person();

  doing begin(const Order&, any_ref sender);
  /// Its answer is on its way, unless it has failed.
  void end(const Order&, const doing&);

  void promises(act what);
  void tell(const Order&);
  void tell_all(const Order&);
  void ask_and_go_on(const Order&);
  void give_up();
  request<std::uint64_t> ask(const Order&, duration within, std::uint32_t& id);

  number pick(std::uint32_t at) const { return book_->pick(at, self().node); }
  number child(std::uint32_t at) const;
  any_ref ref(number who) const { return book_->actors[who].seen_from[self().node]; }
  actor_record& self() const { return book_->actors[who_]; }
  /// In the order of this sender's messages. It is told plainly.
  Order order_to(number whom, std::uint32_t detail);
  /// It is sent in this actor's name.
  void sign(const Order&) const;

  struct kept {
    std::uint64_t message;
    deferred<std::uint64_t> promise;
  };
  struct planned {
    timer which;
    std::uint64_t message;
  };
  struct ongoing {
    ongoing_ask which;
    std::uint32_t id;
  };

  ledger* book_;
  number who_;
  std::uint32_t life_;
  any_ref me_; ///< as others see it; null until it has started
  std::deque<kept> promises_;
  std::deque<planned> timers_;
  std::deque<ongoing> asks_;
};

} // namespace akt::inline v0::sim::programs
// NOLINTEND(readability-identifier-naming)
