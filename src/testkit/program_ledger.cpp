// SPDX-License-Identifier: Apache-2.0
#include "program_ledger.hpp"

#include <algorithm>

namespace akt::inline v0::sim::programs {
namespace {

std::string text(std::uint64_t n) { return std::to_string(n); }

const char* text(outcome o) {
  constexpr const char* names[] = {"nothing", "a value", "failed", "another error"};
  return names[static_cast<std::size_t>(o)];
}

} // namespace

std::uint64_t ledger::send(number from, number to) {
  message_record m;
  m.from = from;
  m.to = to;
  if (from != 0) m.place = ++places_[from];
  messages.push_back(m);
  return messages.size() - 1;
}

void ledger::begins(number who, std::uint32_t life, std::uint64_t id, std::uint32_t gates) {
  using state = message_record::state;
  ++handled;
  message_record& m = messages.at(id);
  actor_record& a = actors[who];
  const std::string what = "message " + text(id) + " to actor " + text(who) + " ";
  if (m.to != who) fail(what + "was meant for " + text(m.to));
  if (gates != 0) fail(what + "was handled behind gates " + text(gates));
  if (!a.alive || life != a.lives) fail(what + "was handled by life " + text(life) + ", dead");
  if (a.doomed == life) fail(what + "was handled by life " + text(life) + ", which had ended");
  if (a.frozen) fail(what + "was handled while its actor was suspended");
  if (a.in_flight > 0) ++beside;
  if (a.starting) fail(what + "was handled beside `started`");
  if (a.in_flight > (a.interleaves ? a.interleaves - 1 : 0))
    fail(what + "was handled beside " + text(a.in_flight) + " handlers that wait");
  if (m.now == state::handled && !m.repeats) fail(what + "was handled twice");
  if (m.now == state::cancelled) fail(what + "was handled after it was cancelled");
  // What was taken up and stashed is mail like any other when it comes back.
  const bool fresh = m.now == state::sent && a.ordered;
  if (fresh && m.life != 0 && m.life != life)
    fail(what + "came from a schedule of an earlier life");
  if (fresh && m.from != 0) {
    std::uint64_t& latest = a.latest[m.from];
    if (m.place <= latest) fail(what + "came behind a later one of " + text(m.from));
    latest = m.place;
  }
  m.now = state::handled;
}

void ledger::seen_from(std::uint64_t id, any_ref sender) {
  const message_record& m = messages.at(id);
  // An ask with a callback from outside that is over comes from somebody who has ended.
  if (m.ask != no_ask && !m.sender && is_over(asks[m.ask])) return;
  if (m.sender_known && m.sender != sender)
    fail("message " + text(id) + " to actor " + text(m.to) + " is not from " +
         (m.sender ? "its sender" : "nobody"));
}

void ledger::forwarded(std::uint64_t id, std::uint64_t as) {
  message_record& from = messages.at(id);
  message_record& to = messages.at(as);
  const bool same_node = actors[from.to].node == actors[to.to].node;
  to.ask = from.ask;
  to.sender_known = from.sender_known || !same_node;
  if (same_node) to.sender = from.sender;
  if (to.ask != no_ask && !same_node) asks[to.ask].strict = false;
}

void ledger::cancelled(std::uint64_t id) {
  message_record& m = messages.at(id);
  if (m.now == message_record::state::sent && actors[m.to].ordered)
    m.now = message_record::state::cancelled;
}

std::uint32_t ledger::ask(duration within, bool strict) {
  ask_record a;
  a.deadline = now() + within;
  a.strict = strict && steady_ && !scarce_;
  asks.push_back(a);
  return static_cast<std::uint32_t>(asks.size() - 1);
}

bool ledger::is_over(const ask_record& a) const {
  return a.answered > 0 || a.dropped || a.given_up || now() >= a.deadline;
}

void ledger::answered(std::uint32_t id, outcome o, const std::string& why) {
  ask_record& a = asks.at(id);
  const std::string what = "ask " + text(id) + " ";
  if (++a.answered > 1) fail(what + "was answered twice");
  if (a.dropped && a.given_up) fail(what + "was answered behind its end");
  if (a.dropped) fail(what + "was answered behind its asker's end");
  if (a.expected != outcome::open && a.expected != o)
    fail(what + "was answered with " + text(o) + " (" + why + "), not " + text(a.expected));
}

void ledger::dropped(std::uint32_t id, number who, std::uint32_t life) {
  ask_record& a = asks.at(id);
  if (a.answered > 0) return;
  if (a.dropped) fail("ask " + text(id) + " was dropped twice");
  a.dropped = true;
  ++drops;
  if (a.given_up)
    ++given_up;
  else
    doom(who, life);
}

void ledger::gives_up(std::uint32_t id) {
  ask_record& a = asks.at(id);
  if (a.answered == 0 && !a.dropped) a.given_up = true;
}

void ledger::has_given_up(std::uint32_t id) {
  const ask_record& a = asks.at(id);
  if (a.answered == 0 && !a.dropped) fail("ask " + text(id) + " was given up and goes on");
}

void ledger::expect(std::uint64_t message, outcome o) {
  const std::uint32_t id = messages.at(message).ask;
  if (id == no_ask) return;
  ask_record& a = asks[id];
  // The deadline may have rung where the answer does not arrive before it is looked at.
  constexpr duration margin = std::chrono::milliseconds(3);
  const bool in_time = a.strict && a.answered == 0 && !a.dropped && now() + margin < a.deadline;
  if (in_time && a.expected == outcome::open) a.expected = o;
}

number ledger::pick(std::uint32_t at, std::size_t node) const {
  const std::size_t first = 1 + nodes, all = actors.size() - first;
  std::size_t chosen = at % all;
  for (std::size_t looked = 0; at % 7 != 0 && looked < all; ++looked) {
    const actor_record& a = actors[first + chosen];
    if (a.alive && a.seen_from[node]) break;
    chosen = (chosen + 1) % all;
  }
  return static_cast<number>(first + chosen);
}

std::uint32_t ledger::born(number who) {
  actor_record& a = actors[who];
  if (a.alive) fail("actor " + text(who) + " has two objects");
  if (a.lives > 0) ++restarts;
  a.alive = true;
  ++objects;
  return ++a.lives;
}

void ledger::died(number who) {
  actors[who].alive = false;
  --objects;
}

void ledger::fails(number who, std::uint32_t life) {
  actor_record& a = actors[who];
  ++failures;
  if (a.stops_on_failure || a.restarts_on_failure) doom(who, life);
  if (a.suspends_on_failure && a.orders == 0) a.frozen = true;
}

void ledger::heard(number watcher, any_ref other) {
  // Of nobody, and without memory to remember the watch, each watch is told at once.
  if (watching_.erase(key(watcher, other)) == 0 && other && !scarce_)
    fail("actor " + text(watcher) + " was told of an end that it does not watch for");
}

void ledger::links(number by, number other) {
  if (scarce_ || by == other) return;
  // An unlink() of the other side that is on its way may end this link or not.
  if (untied_.contains(std::minmax(by, other))) return;
  ties_.push_back({by, other, actors[by].node == actors[other].node});
  ++linked;
}

void ledger::unlinks(number by, number other) {
  untied_.insert(std::minmax(by, other));
  std::erase_if(ties_, [&](const tie& t) {
    return (t.by == by && t.other == other) || (t.by == other && t.other == by);
  });
}

void ledger::connection_lost() {
  for (tie& t : ties_) t.lost = t.lost || !t.same_node;
}

bool ledger::finds(number wanted, any_ref one) {
  const actor_record& w = actors[wanted];
  for (number n = 1 + nodes; n < wanted; ++n) {
    const actor_record& a = actors[n];
    const bool same_name = w.namesake != 0 && (n == w.namesake || a.namesake == w.namesake);
    if (a.seen_from[w.node] == one) {
      if (!same_name) fail("actor " + text(n) + " was found by the name of another");
      return ++found, true;
    }
    if (same_name && a.alive) fail("actor " + text(n) + " lives and was not found by its name");
  }
  return false;
}

void ledger::rest() {
  untied_.clear();
  for (actor_record& a : actors) a.orders = 0;
}

void ledger::end() {
  for (std::size_t i = 0; i < asks.size(); ++i)
    if (asks[i].answered != (asks[i].dropped ? 0u : 1u))
      fail("ask " + text(i) + " was answered " + text(asks[i].answered) + " times");
  for (std::size_t i = 0; i < told_.size(); ++i)
    if (told_[i] != 1) fail("watch " + text(i) + " was told " + text(told_[i]) + " times");
  if (objects != 0) fail(text(static_cast<std::uint64_t>(objects)) + " objects have outlived all");
}

} // namespace akt::inline v0::sim::programs
