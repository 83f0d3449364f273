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
  if (random.chance(1, 5)) a.first = draw<first_words>(random, 3);
  if (random.chance(1, 4)) a.last = draw<last_words>(random, 6);
  a.bad_starts = random.chance(1, 8) ? 1 + draw<unsigned>(random, 2) : 0;
  a.bad_late = random.chance(1, 2);
  a.start_hurries = random.chance(1, 3);
  if (random.chance(1, 4)) a.interleaves = random.chance(1, 2) ? 1 : 3;
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

std::string name_of(const ledger& book, number who) {
  const number namesake = book.actors[who].namesake;
  return "m" + std::to_string(namesake != 0 ? namesake : who);
}

spawn_options options_of(const ledger& book, number who, std::string& name) {
  const actor_record& a = book.actors[who];
  name = a.named ? name_of(book, who) : std::string();
  spawn_options how{
      .name = name, .supervise = a.rules, .restartable = true, .stash_max = a.stash_max};
  if (a.start_hurries) how.start_timeout = milliseconds(10);
  return how;
}

} // namespace akt::inline v0::sim::programs
