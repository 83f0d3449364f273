// SPDX-License-Identifier: Apache-2.0
//
// What must hold in the systems of a random program whenever nothing happens by itself.
#pragma once

#include "akt/testkit/world.hpp"

#include "program_ledger.hpp"

namespace akt::inline v0::sim::programs {

/// Compares what the runtime's counters say with what lies in cells, mailboxes and links, and with
/// what the program's own actors have seen; a difference goes into the ledger. Bound to its world's
/// thread.
class checks {
public:
  checks(world& w, ledger& book) : world_(w), book_(book) {}

  void look_at(actor_system& s) { systems_.push_back({&s, 0}); }
  /// The actors that live now are the runtime's own.
  void begin();
  /// Requires: nothing happens by itself, until time passes.
  void at_rest();
  /// The same where all actors of the program must have ended.
  void end();

private:
  struct looked_at {
    actor_system* system;
    std::uint64_t actors_before; ///< the runtime's own
  };
  /// How many objects of the program's actors lie in its cells.
  std::int64_t look_at_cells(actor_system& s);
  /// Actors that are linked end together.
  void look_at_ties();

  world& world_;
  ledger& book_;
  std::vector<looked_at> systems_;
};

} // namespace akt::inline v0::sim::programs
