// SPDX-License-Identifier: Apache-2.0
#include "program_ledger.hpp"

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

void ledger::answered(std::uint32_t id, outcome o, const std::string& why) {
  ask_record& a = asks.at(id);
  const std::string what = "ask " + text(id) + " ";
  if (++a.answered > 1) fail(what + "was answered twice");
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
  doom(who, life);
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

void ledger::rest() {
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
