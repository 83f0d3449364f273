// SPDX-License-Identifier: Apache-2.0
//
// Handlers that wait for each other. Some time after a handler has asked, a walk goes from its
// actor to the one that was asked, from that to the one whom its handler waits for, and so on, as
// runtime mail and over links. Where it comes back, a second one goes the same way. If that finds
// the same asks, all of them were under way at one moment: that is a cycle. A third one takes the
// finding to that member whose number is the least, which tells of each cycle once, whoever has
// found it.
#pragma once

#include "akt/actor/pending.hpp"
#include "akt/actor/wait_cycle.hpp"

#include "rare_parts.hpp"

#include <memory>

namespace akt::inline v0::detail {

inline constexpr duration cycle_looked_for_after = std::chrono::milliseconds(100);
/// Asks with a shorter deadline, or this one, are not looked at.
inline constexpr duration cycle_deadline_min = std::chrono::milliseconds(200);
inline constexpr std::uint32_t walk_branches_max = 256; ///< of a first walk, all hops together

/// Actors with more handlers that wait are in no cycle that is told.
inline constexpr std::uint32_t walk_handlers_max = 256;

/// An actor whose handler waits for the answer to one ask.
struct wait_hop {
  std::uint64_t node = 0; ///< 0: of a system that knows no other
  std::uint32_t index = 0;
  std::uint32_t generation = 0;
  std::uint32_t sequence = 0; ///< of the ask
  friend auto operator<=>(const wait_hop&, const wait_hop&) = default;
  bool is_actor(const wait_hop& other) const noexcept {
    return node == other.node && index == other.index && generation == other.generation;
  }
};

enum class walk_phase : std::uint8_t { finds, confirms, tells };

/// On its way from actor to actor. The first hop's actor has sent it.
struct wait_walk {
  walk_phase phase = walk_phase::finds;
  std::uint32_t branches = walk_branches_max; ///< it may still divide into so many
  std::vector<wait_hop> hops;
  std::vector<wait_hop> expected; ///< of the later walks: what the first has found
  wait_cycle found;               ///< the same for people, as far as the second has come

  /// How the receiver knows the last hop's ask: by its header, or, of another node, by its number.
  std::uint64_t ask = 0;
  std::uint32_t ask_generation = 0;
  remote_node* from = nullptr; ///< null: this system
  std::uint64_t request = 0;

  /// False: no walk is like that.
  bool is_well_formed() const noexcept;
};

/// A walk of another node has come for a local actor.
void receive_walk(sender&, any_ref to, std::unique_ptr<wait_walk>) noexcept;

/// Arms the actor's timer for a wait that was linked, and for the look at it. Its turn.
void arm_for(turn_context&, rare_parts&, const pending&, duration timeout) noexcept;

/// Sends walks for the asks whose time has come. When to look again; instant::max(): no need. The
/// actor's turn.
instant look_for_wait_cycles(turn_context&, rare_parts&, instant now) noexcept;

} // namespace akt::inline v0::detail
