// SPDX-License-Identifier: Apache-2.0
#include "program.hpp"

#include "akt/core/random.hpp"

#include <iterator>

namespace akt::inline v0::sim {
namespace {

/// By enumerator: its name, and how often it is drawn.
struct choice_of {
  const char* name;
  unsigned weight;
};

constexpr choice_of acts[] = {
    {"nothing", 12},
    {"throws", 10},
    {"fails", 6},
    {"tells", 10},
    {"tells itself", 4},
    {"asks", 8},
    {"stops itself", 2},
    {"stops itself now", 2},
    {"stops itself behind its mail", 2},
    {"stops its parent", 1},
    {"stops its parent now", 1},
    {"stops a child", 2},
    {"stops a child now", 2},
    {"stops another", 1},
    {"stops another now", 1},
    {"restarts itself", 3},
    {"restarts a child", 2},
    {"suspends itself", 1},
    {"suspends a child", 2},
    {"reinstates a child", 3},
    {"spawns", 10},
    {"becomes stashing", 4},
    {"becomes deaf", 2},
    {"becomes keeping", 2},
    {"unbecomes", 4},
    {"unbecomes all", 2},
    {"stashes", 6},
    {"stashes another", 2},
    {"unstashes one", 4},
    {"unstashes all", 4},
    {"schedules once", 4},
    {"schedules every", 2},
    {"schedules by key", 3},
    {"cancels", 2},
    {"cancels by key", 2},
    {"minds silence", 2},
    {"ignores silence", 1},
    {"watches", 3},
    {"unwatches", 1},
    {"keeps promises", 5},
    {"breaks promises", 2},
    {"drops promises", 2},
    {"forwards", 6},
    {"tells in its name", 6},
    {"tells all", 3},
    {"links", 1},
    {"unlinks", 1},
    {"gives up", 3},
    {"spawns or finds", 4},
};
static_assert(std::size(acts) == static_cast<std::size_t>(act::count));

constexpr choice_of pauses[] = {{"none", 8},     {"naps", 4},         {"sleeps", 1},    {"asks", 4},
                                {"offloads", 2}, {"awaits start", 1}, {"awaits end", 1}};
static_assert(std::size(pauses) == static_cast<std::size_t>(interlude::count));

constexpr choice_of deeds[] = {{"spawn", 9},     {"note", 20},   {"work", 20},   {"query", 8},
                               {"question", 10}, {"promise", 5}, {"wait", 1},    {"stop", 1},
                               {"stop now", 1},  {"restart", 3}, {"suspend", 2}, {"reinstate", 4},
                               {"watch", 3},     {"started", 1}, {"stopped", 2}, {"burst", 2},
                               {"give up", 2},   {"link", 2},    {"advance", 6}, {"settle", 3}};
static_assert(std::size(deeds) == static_cast<std::size_t>(deed::count));

template <std::size_t N>
std::size_t draw(random_stream& random, const choice_of (&table)[N]) {
  unsigned sum = 0;
  for (const choice_of& c : table) sum += c.weight;
  auto left = static_cast<unsigned>(random.below(sum));
  std::size_t at = 0;
  while (left >= table[at].weight) left -= table[at++].weight;
  return at;
}

std::uint32_t draw_number(random_stream& random) {
  return static_cast<std::uint32_t>(random.below(1u << 20));
}

} // namespace

program make_program(std::uint64_t seed, std::size_t operations) {
  random_stream random(seed, 0, "program");
  program made(operations);
  for (operation& o : made) {
    o.what = static_cast<deed>(draw(random, deeds));
    o.first = static_cast<act>(draw(random, acts));
    o.second = static_cast<act>(draw(random, acts));
    o.between = static_cast<interlude>(draw(random, pauses));
    o.whom = draw_number(random);
    o.other = draw_number(random);
    o.detail = draw_number(random);
    o.steps = static_cast<std::uint32_t>(random.chance(2, 3) ? 0 : random.below(12));
  }
  return made;
}

std::string describe(const operation& o) {
  std::string line = deeds[static_cast<std::size_t>(o.what)].name;
  line += " of " + std::to_string(o.whom) + ": ";
  line += acts[static_cast<std::size_t>(o.first)].name;
  line += std::string(", pause ") + pauses[static_cast<std::size_t>(o.between)].name;
  line += std::string(", ") + acts[static_cast<std::size_t>(o.second)].name;
  line += " (other " + std::to_string(o.other) + ", detail " + std::to_string(o.detail) + "), " +
          std::to_string(o.steps) + " steps";
  return line;
}

} // namespace akt::inline v0::sim
