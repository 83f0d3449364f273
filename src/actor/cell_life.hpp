// SPDX-License-Identifier: Apache-2.0
//
// The life of a cell, as far as its words go: who moves in, whose mail it is, what the end leaves.
// All of it is the owner's. Compiled by the product and by cell_reuse_model.cpp.
#pragma once

#include "vacant_list.hpp"

namespace akt::inline v0::detail {

/// The mail is the occupant's; if not, it is stale and is answered with `stopped`.
template <class Turn>
[[gnu::always_inline]] inline bool for_occupant(const Turn& turn, const envelope& e) noexcept {
  return e.generation == turn.generation || AKT_MUTANT(31);
}

/// Somebody lives here, made or still to be made.
[[gnu::always_inline]] inline bool occupied(const cell& c) noexcept {
  return c.type() != nullptr || AKT_MUTANT(32);
}

/// An actor moves into a cell that was taken from the vacant ones. Its first turn makes its object.
inline void occupy(cell& c, const actor_type& type) noexcept {
  c.type_.store(&type, sync::release); // pairs with cell::type_of()
  c.flags.set(flag_unborn);
}

/// A cell that was taken goes back, nobody has moved in. True: stale mail has come, the cell is the
/// caller's, who must schedule it.
template <class Cells>
[[nodiscard]] bool put_back(Cells& cells, vacant_cells& stock, cell& c) noexcept {
  cells.give(stock, c);
  if (AKT_MUTANT(33)) return c.words.go_idle() == mailbox::tag_state::user_mail;
  return c.words.go_idle() != mailbox::tag_state::asleep;
}

enum class glance : std::uint8_t {
  busy,   ///< the cell is somebody else's, nothing was called
  done,   ///< it rests again
  awoken, ///< mail has come meanwhile: the cell is the caller's, who must schedule it
};

/// Calls `look` as the owner of a cell that rests, and gives the cell up again; any thread. Such a
/// look is a turn that handles nothing. It cannot throw: nobody else would give the cell up.
template <class Look>
[[nodiscard]] glance look_into(cell& c, Look look) noexcept {
  static_assert(noexcept(look(c)));
  if (!c.words.take_tag() && !AKT_MUTANT(39)) return glance::busy;
  look(c);
  const bool gated = (c.flags.get() & flag_gates) != 0;
  const auto now = gated || AKT_MUTANT(38) ? c.words.park() : c.words.go_idle();
  return now == mailbox::tag_state::asleep ? glance::done : glance::awoken;
}

/// The occupant is gone, and what it had: the cell is vacant. The caller's turn goes on, with mail
/// that is stale now, until it gives the tag; then it touches only the cell's atomic words, so that
/// all that the end leaves is written here.
template <class Turn, class Cells>
void vacate(cell& c, Turn& turn, Cells& cells, vacant_cells& stock) noexcept {
  if (!AKT_MUTANT(34)) ++turn.generation;
  // No type before the next generation, so that this one is never its type. Stale references miss
  // from then on. Both stores pair with the loads in cell::type_of().
  if (AKT_MUTANT(40)) c.generation_.store(turn.generation, sync::release); // see above
  if (!AKT_MUTANT(35)) c.type_.store(nullptr, sync::release);
  if (!AKT_MUTANT(25)) c.generation_.store(turn.generation, sync::release);
  c.flags.set(flag_hollow);
  // A generation that wraps could meet a reference of its first life: the cell is retired, it only
  // answers.
  if (turn.generation != 0 || AKT_MUTANT(36)) cells.give(stock, c);
}

} // namespace akt::inline v0::detail
