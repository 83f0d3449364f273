// SPDX-License-Identifier: Apache-2.0
#include "program_roles.hpp"

#include "akt/core/random.hpp"

namespace akt::inline v0::sim::programs {
namespace {

using std::chrono::milliseconds;

template <class E>
E draw(random_stream& random, std::uint64_t n) {
  return static_cast<E>(random.below(n));
}

} // namespace

number enroll(ledger& book, std::size_t node, number parent, std::uint32_t detail) {
  random_stream random(detail, 0, "actor");
  actor_record a;
  a.node = node;
  a.parent = parent;
  a.named = parent == 0 || random.chance(2, 3);
  a.start_waits = random.chance(1, 6);
  a.stop_waits = random.chance(1, 6);
  a.bad_starts = random.chance(1, 8) ? 1 + draw<unsigned>(random, 2) : 0;
  a.stash_max = random.chance(1, 3) ? 2 : stash_max_default;
  a.verdict = draw<directive>(random, 5);
  const auto rule = draw<directive>(random, 5);
  const auto budget = draw<unsigned>(random, 3);
  const auto spent = draw<unsigned>(random, 3);
  a.rules = a.rules.otherwise(rule).children(draw<children_policy>(random, 3));
  if (budget > 0) a.rules = a.rules.max_restarts(budget == 1 ? 2 : unlimited);
  if (spent > 0) a.rules = a.rules.when_spent(spent == 1 ? directive::stop : directive::escalate);
  if (random.chance(1, 3)) a.rules = a.rules.backoff(milliseconds(10), milliseconds(80));
  if (random.chance(1, 4)) a.rules = a.rules.one_for_all();
  if (random.chance(1, 4)) a.rules = a.rules.rest_for_one();
  a.stops_on_failure = rule == directive::stop || (rule == directive::escalate && parent == 0);
  a.restarts_on_failure = rule == directive::restart && budget == 2;
  a.suspends_on_failure = rule == directive::suspend && parent == 0;
  book.actors.push_back(std::move(a));
  return static_cast<number>(book.actors.size() - 1);
}

spawn_options options_of(const ledger& book, number who, std::string& name) {
  const actor_record& a = book.actors[who];
  name = a.named ? "m" + std::to_string(who) : std::string();
  return {.name = name, .supervise = a.rules, .restartable = true, .stash_max = a.stash_max};
}

} // namespace akt::inline v0::sim::programs
