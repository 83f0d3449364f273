// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/testkit/world.hpp"

namespace akt::inline v0::sim {

/// What a run of the scenario is made of. Equal options give equal runs.
struct scenario_options {
  std::uint64_t seed = 1;
  std::string policy = "random"; ///< see make_policy()
  unsigned actions = 80;         ///< of the driver: tells, asks, cuts, stops
  bool plant = false;            ///< two actors read, then write: an update can get lost
  void (*on_frame)(std::string_view from, std::string_view to,
                   std::span<const std::byte> bytes) = nullptr;
};

/// What became of it.
struct scenario_result {
  std::string failure; ///< empty: every check held
  std::string hash;    ///< of the trace
  std::uint64_t steps = 0;
  std::uint64_t asks = 0, watches = 0, cuts = 0; ///< how much was tried
  std::uint64_t answered = 0, failures = 0;      ///< asks with a value; actors that threw
  std::uint64_t letters = 0;                     ///< dead letters that subscribers got
  std::uint64_t priority_changes = 0;            ///< of pct
  std::string complaint;                         ///< of a replay that is none of this run

  explicit operator bool() const noexcept { return failure.empty(); }
};

/// Three nodes, linked in a triangle, whose actors tell, ask in every way (awaited, with a
/// callback, all() and first(), through a third, answered later, from a blocking call), watch,
/// throw, stop, start and introduce each other while links are cut and made, and time passes also
/// while much is ready. Checked: every message has a fate, each ask is answered exactly once,
/// `terminated` comes exactly once per watch, per sender and receiver the order is kept and nothing
/// comes twice, no update is lost.
///
/// "pct:D" without STEPS spreads its changes over the steps of a random run of the same seed.
/// `choices`, if not empty, is where a run that fails writes its choices for replay.
/// Errors: invalid_argument, for the policy.
result<scenario_result> run_scenario(const scenario_options& options,
                                     const std::string& choices = {});

} // namespace akt::inline v0::sim
