// SPDX-License-Identifier: Apache-2.0
//
// Random programs for the check of conservation: what they are made of.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace akt::inline v0::sim {

/// What an actor does while it handles a message.
enum class act : std::uint8_t {
  nothing,
  throws,
  fails,
  tells,
  tells_itself,
  asks,
  stops_itself,
  stops_itself_now,
  stops_itself_behind_its_mail,
  stops_parent,
  stops_parent_now,
  stops_child,
  stops_child_now,
  stops_other,
  stops_other_now,
  restarts_itself,
  restarts_child,
  suspends_itself,
  suspends_child,
  reinstates_child,
  spawns,
  becomes_stashing,
  becomes_deaf,
  becomes_keeping,
  unbecomes,
  unbecomes_all,
  stashes,
  stashes_another,
  unstashes_one,
  unstashes_all,
  schedules_once,
  schedules_every,
  schedules_by_key,
  cancels,
  cancels_by_key,
  minds_silence,
  ignores_silence,
  watches,
  unwatches,
  keeps_promises,
  breaks_promises,
  drops_promises,
  forwards,
  tells_in_its_name,
  tells_all,
  links,
  unlinks,
  gives_up,
  spawns_or_finds,
  count
};

/// What a handler that can wait does between its two acts.
enum class interlude : std::uint8_t {
  none,
  naps,
  sleeps,
  asks,
  offloads,
  awaits_start,
  awaits_end,
  count
};

/// What the program does to its actors from outside.
enum class deed : std::uint8_t {
  spawn,
  note,     ///< told to a plain handler
  work,     ///< told to a coroutine
  query,    ///< asked of a plain handler
  question, ///< asked of a coroutine
  promise,  ///< asked of a handler that answers later, if at all
  wait,     ///< asked by a thread that waits for the answer
  stop,
  stop_now,
  restart,
  suspend,
  reinstate,
  watch,
  started,
  stopped,
  burst,   ///< several notes told at once
  give_up, ///< an ask of before
  link,    ///< is cut, or made again
  advance, ///< time passes
  settle,  ///< until nothing happens by itself
  count
};

/// One line of a program. Numbers name actors, times and choices modulo what there is, so that a
/// program without some of its lines is a program too.
struct operation {
  deed what = deed::settle;
  act first = act::nothing, second = act::nothing;
  interlude between = interlude::none;
  std::uint32_t whom = 0, other = 0, detail = 0;
  std::uint32_t steps = 0; ///< of the world behind it
};

using program = std::vector<operation>;
inline constexpr std::size_t program_operations = 60;

/// The program of that seed.
program make_program(std::uint64_t seed, std::size_t operations = program_operations);

/// "question to 17: tells, naps, throws (other 3, detail 99), 4 steps": for people.
std::string describe(const operation&);

} // namespace akt::inline v0::sim
