// SPDX-License-Identifier: Apache-2.0
//
// Runs random programs and checks that they conserve messages.
#pragma once

#include "program.hpp"

#include <string>

namespace akt::inline v0::sim {

/// What became of a program.
struct program_result {
  std::string failure; ///< empty: every check held
  std::string hash;    ///< of the trace
  std::uint64_t steps = 0, rests = 0;
  std::uint64_t messages = 0, handled = 0; ///< as the actors saw it
  std::uint64_t asks = 0, answered = 0, failures = 0, restarts = 0, stashes = 0, ticks = 0;
  std::uint64_t cuts = 0, watches = 0, refusals = 0;
  std::uint64_t given_up = 0, linked = 0, found = 0;
  std::uint64_t beside = 0; ///< handled while another handler of the actor waited

  explicit operator bool() const noexcept { return failure.empty(); }
  /// Adds the numbers.
  program_result& operator+=(const program_result&) noexcept;
};
/// "12 steps, 3 messages, ...": the numbers.
std::string describe(const program_result&);

/// Two nodes with a link that is cut and made, and actors that do what the program says; the
/// world's choices come from the seed, and so do its policy, whether time may pass early and
/// whether memory is short. Checked whenever nothing happens by itself: what was sent is the sum of
/// all fates and of what is in flight, counted one by one; the actors that live are those that are
/// there; no mail lies where nobody is about to take it. And always: no message is handled twice,
/// by a stranger, by an actor that has ended, failed or is suspended, while a handler waits
/// unless it may, or out of its order; each message is from its sender; each ask has one answer,
/// the one that its handler gave; each watcher is told once; each message is destroyed once; at the
/// end nothing is left.
///
/// A run that fails leaves its world behind: its end may stop the process.
program_result run_program(std::uint64_t seed, const program&);

/// The smallest part of a program that fails that is found by leaving parts out.
program shrink(std::uint64_t seed, program failing);

/// Runs the program of a seed; a failure is told in words for people, with the part of the program
/// that is needed for it and the line for a shell that runs it again.
program_result run_seed(std::uint64_t seed, std::size_t operations = program_operations);

} // namespace akt::inline v0::sim
