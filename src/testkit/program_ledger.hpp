// SPDX-License-Identifier: Apache-2.0
//
// What happened in a random program, and what must not have.
#pragma once

#include "akt/actor/any_ref.hpp"
#include "akt/actor/spawn_options.hpp"
#include "akt/core/clock.hpp"

#include <array>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace akt::inline v0::sim::programs {

inline constexpr std::size_t nodes = 2;
/// Of an actor, the same after a restart. 0: a sender whose messages have no order. 1 to `nodes`:
/// the thread outside of the actors, as a sender on each node.
using number = std::uint32_t;
inline constexpr std::uint32_t no_ask = ~0u;

/// How an ask ended, or must end.
enum class outcome : std::uint8_t { open, value, failed, other };

struct message_record {
  enum class state : std::uint8_t { sent, stashed, handled, cancelled };
  number from = 0, to = 0;
  std::uint64_t place = 0; ///< among those of this sender
  state now = state::sent;
  bool repeats = false;   ///< a schedule that comes again and again
  std::uint32_t life = 0; ///< not 0: must not reach a later object of its actor
  std::uint32_t ask = no_ask;
  bool sender_known = false;
  any_ref sender; ///< what its receiver must see, if that is known
};

struct ask_record {
  instant deadline{};
  bool strict = false; ///< asker and asked on one node
  unsigned answered = 0;
  bool dropped = false;  ///< with the object that had asked, or given up
  bool given_up = false; ///< by who had asked
  outcome expected = outcome::open;
};

/// What an actor does when it starts, and when it ends.
enum class first_words : std::uint8_t { none, naps, asks, count };
enum class last_words : std::uint8_t { none, naps, asks, throws, throws_late, fails, count };

/// What an actor is made of: as its program says, and as its life was.
struct actor_record {
  std::size_t node = 0;
  number parent = 0;        ///< 0: none
  number namesake = 0;      ///< not 0: has the name of that one
  unsigned interleaves = 0; ///< how many of its handlers may wait at a time; 0: as others
  bool named = false;
  first_words first{};
  last_words last{};
  bool start_hurries = false; ///< has a time limit for its start
  supervisor rules;
  std::uint32_t stash_max = 0;
  directive verdict{};     ///< about children that escalate
  unsigned bad_starts = 0; ///< starts that fail before one that does not
  bool bad_late = false;   ///< they fail in `started`, else in the constructor
  bool stops_on_failure = false, restarts_on_failure = false; ///< surely
  bool suspends_on_failure = false;                           ///< and nobody else can decide
  std::array<any_ref, nodes> seen_from{};

  std::uint32_t lives = 0; ///< objects made so far
  bool alive = false;
  std::uint32_t doomed = 0; ///< this life must handle nothing any more
  bool frozen = false;      ///< suspended, and nobody has said go on
  bool starting = false;    ///< `started` is being handled
  unsigned in_flight = 0;   ///< of its handlers that can wait
  bool ordered = true;      ///< no behavior has put messages aside that the program did not see
  unsigned orders = 0;      ///< restart, suspend, reinstate since the last moment of rest
  std::map<number, std::uint64_t> latest; ///< place of the last message of each sender
  std::array<std::uint64_t, 2> keyed{};   ///< message of the schedule with that key; 0: none yet
};

/// Bound to its world's thread; outlives it.
class ledger {
public:
  /// `steady`: time stands while something can happen. `scarce`: memory is refused now and then.
  explicit ledger(bool steady = true, bool scarce = false) : steady_(steady), scarce_(scarce) {}

  bool scarce() const noexcept { return scarce_; }

  clock* time = nullptr; ///< the world's
  instant now() const { return time ? time->now() : instant{}; }

  std::vector<message_record> messages{1}; ///< the first is none
  std::vector<ask_record> asks;
  std::vector<actor_record> actors{1 + nodes}; ///< the first ones are nobody
  std::int64_t objects = 0;                    ///< of actors, alive
  std::uint64_t handled = 0, restarts = 0, failures = 0, stashes = 0, ticks = 0, drops = 0;
  std::uint64_t given_up = 0, linked = 0, found = 0;
  std::uint64_t beside = 0; ///< handled while another handler of the actor waited
  std::string failure;      ///< the first; empty: every check held

  void fail(std::string what) {
    if (failure.empty()) failure = std::move(what);
  }

  // ---- messages
  std::uint64_t send(number from, number to);
  /// A handler begins. `gates`: of the turn, 0 unless the runtime errs.
  void begins(number who, std::uint32_t life, std::uint64_t message, std::uint32_t gates);
  void put_aside(std::uint64_t message) {
    ++stashes;
    messages[message].now = message_record::state::stashed;
  }
  /// Its receiver must see that one as its sender.
  void sent_by(std::uint64_t message, any_ref sender) {
    messages[message].sender_known = true;
    messages[message].sender = sender;
  }
  void seen_from(std::uint64_t message, any_ref sender);
  /// Goes on as another message, to an actor of the same node or not.
  void forwarded(std::uint64_t message, std::uint64_t as);
  /// Its schedule is gone. Unless it was taken up before: a behavior may have stashed it.
  void cancelled(std::uint64_t message);

  // ---- asks
  std::uint32_t ask(duration within, bool strict);
  void answered(std::uint32_t ask, outcome, const std::string& why);
  /// Whoever had asked is gone, with this life.
  void dropped(std::uint32_t ask, number who, std::uint32_t life);
  /// Whoever had asked gives it up:
  /// nobody is called any more.
  void gives_up(std::uint32_t ask);
  /// It was, on a turn: its callback is gone by now.
  void has_given_up(std::uint32_t ask);
  /// The handler of an ask has come to this; the asker must hear of it, unless it is too late.
  void expect(std::uint64_t message, outcome);

  // ---- lives
  /// The actor that `at` names, mostly one that lives and that the node knows.
  number pick(std::uint32_t at, std::size_t node) const;
  std::uint32_t born(number who);
  void died(number who);
  /// That life handles nothing any more.
  void doom(number who, std::uint32_t life) { actors[who].doomed = life; }
  /// Its handler fails; its supervisor will decide.
  void fails(number who, std::uint32_t life);
  /// Somebody says restart or go on.
  void ordered(number who) {
    ++actors[who].orders;
    actors[who].frozen = false;
  }

  // ---- watches: of dedicated watchers, which are told exactly once, and of members
  std::size_t watch() { return told_.emplace_back(0), told_.size() - 1; }
  void told(std::size_t watch) { ++told_[watch]; }
  void watches(number watcher, any_ref other) { watching_.insert(key(watcher, other)); }
  void unwatches(number watcher, any_ref other) { watching_.erase(key(watcher, other)); }
  void heard(number watcher, any_ref other);

  // ---- links of members
  struct tie {
    number by, other;
    bool same_node;
    bool lost = false; ///< the connection between them was
  };
  void links(number by, number other);
  void unlinks(number by, number other);
  void connection_lost();
  /// Of those whose ends must be one.
  std::vector<tie>& ties() { return ties_; }

  /// Whether that one is an actor of before, which has the name that `wanted` was to have.
  bool finds(number wanted, any_ref one);

  /// Nothing happens by itself any more.
  void rest();
  /// Nothing will happen any more.
  void end();

private:
  using watch_key = std::array<std::uint64_t, 3>;
  static watch_key key(number watcher, any_ref other) {
    return {watcher, other.where(), other.what()};
  }

  bool is_over(const ask_record&) const;

  bool steady_, scarce_;
  std::vector<unsigned> told_;
  std::set<watch_key> watching_; // looked up, never walked: no order of addresses
  std::map<number, std::uint64_t> places_;
  std::vector<tie> ties_;
  std::set<std::pair<number, number>> untied_; ///< since the last moment of rest
};

} // namespace akt::inline v0::sim::programs
