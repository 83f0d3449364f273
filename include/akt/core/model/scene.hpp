// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

/// What a model file hands to run(), see suite.hpp.
namespace akt::inline v0::sync::model {

/// A small concurrent program and how far to explore it.
struct scene {
  std::string name = {};
  /// Switches away from a fiber that could go on, per execution. Most bugs need 1 or 2.
  int preemptions = 2;
  /// Runs before the fibers of each execution: builds the state anew and calls spawn().
  std::function<void()> setup = {};
  /// Runs after the last fiber of an execution that did not fail; sees everything they did.
  std::function<void()> check = {};
  /// Cap of the search; where hit, the output says that the search is not exhaustive.
  long executions = 3'000'000;
  /// An execution with more steps counts as a livelock.
  long steps = 20'000;
  /// Timed waits that may time out although another fiber can run, per execution.
  int timeouts = 1;
  /// compare_exchange_weak and futex_wait may fail for no reason this often, per execution.
  int spurious = 0;
  /// Stores that are not seq_cst may stay unseen by others this often, per execution: until their
  /// fiber comes to a fence, a read-modify-write, a seq_cst store or a wait, or another one to
  /// asymmetric_heavy(). What the fiber stores meanwhile waits behind.
  int late = 0;
  /// > 0: instead of a search, `executions` random schedules by PCT with this depth (random
  /// priorities, `depth - 1` changes), for scenes too large to exhaust. Set `executions` as well.
  int pct_depth = 0;
  std::uint64_t pct_seed = 1;
};

/// A planted bug that the scenes must catch.
struct mutation {
  int number = 0;
  std::string name = {};
  /// Names of the scenes to try until one fails; empty: all.
  std::vector<std::string> scenes = {};
  /// Text that the failure must contain, to be caught for the right reason.
  std::string failure = {};
};

struct suite {
  std::string name = {};
  std::vector<scene> scenes = {};
  std::vector<mutation> mutants = {};
};

} // namespace akt::inline v0::sync::model
