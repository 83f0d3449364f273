// SPDX-License-Identifier: Apache-2.0
//
// stop() and stop(akt::now), of an actor by anybody and of itself.
#include "cell_life.hpp"
#include "end_of_life.hpp"
#include "runtime_mail.hpp"

namespace akt::inline v0 {
namespace detail {
namespace {

/// Behind what was told before.
void stop_in_order(turn_context& turn, unit&) { turn.stop_asked |= stop_behind_handler; }

void stop_here(turn_context& turn, unit&) { turn.stop_asked |= stop_at_once; }

/// From now on a parked handler has a deadline, also one that parks later: see park().
void begin_drain(turn_context& turn, unit&) {
  cell& c = *turn.self;
  c.flags.set(c.flags.get() | flag_draining);
  if (turn.gates & (flag_suspended | flag_restarting)) // its mail will not be handled
    turn.stop_asked |= stop_at_once;
  else if (turn.gates & flag_parked)
    limit_drain(turn);
}

/// For the end of a system: generation 0 means whoever lives there when it arrives.
void stop_any(turn_context& turn, unit&) {
  if (occupied(*turn.self)) turn.stop_asked |= stop_at_once;
}
void stop_any_in_order(turn_context& turn, unit&) {
  if (occupied(*turn.self)) turn.stop_asked |= stop_behind_handler;
}

using stop_any_mail = runtime_mail<unit, &stop_any>;
using stop_any_in_order_mail = runtime_mail<unit, &stop_any_in_order>;
using stop_mail = runtime_mail<unit, &stop_in_order>;
using stop_now_mail = runtime_mail<unit, &stop_here>;
using drain_mail = runtime_mail<unit, &begin_drain>;

} // namespace

void limit_drain(turn_context& turn) noexcept {
  cell& c = *turn.self;
  if (!c.rare || c.rare->drain_deadline != instant::max()) return;
  system_core& core = *turn.system;
  c.rare->drain_deadline = core.deadline_base() + core.options.stop_timeout;
  arm(turn, *c.rare, c.rare->drain_deadline);
}

void stop_now(any_ref ref) noexcept {
  system_core* core = system_of(ref.where());
  if (!core) return;
  sender* home = sender_to(core);
  if ((ref.where() & tag_mask) == node_tag)
    return reinterpret_cast<remote_node*>(ref.where() & ~tag_mask)->stop(*home, ref.what(), true);
  cell& c = *cell_of(ref.where());
  auto generation = static_cast<std::uint32_t>(ref.what());
  turn_context* turn = current_turn();
  if (turn && turn->self == &c && turn->generation == generation) {
    turn->stop_asked |= stop_at_once;
    return;
  }
  deliver_system(*home, c, stop_now_mail::make(*home, generation, unit{}));
  core->look_up_soon(c);
}

void stop_whoever_lives(sender& home, cell& c, bool at_once) noexcept {
  if (at_once) return deliver_system(home, c, stop_any_mail::make(home, 0, unit{}));
  deliver(home, c, stop_any_in_order_mail::make(home, 0, unit{}));
  deliver_system(home, c, drain_mail::make(home, 0, unit{}));
}

} // namespace detail

void any_ref::stop() const noexcept {
  using namespace detail;
  system_core* core = system_of(where_);
  if (!core) return;
  sender* home = sender_to(core);
  if ((where_ & tag_mask) == node_tag)
    return reinterpret_cast<remote_node*>(where_ & ~tag_mask)->stop(*home, what_, false);
  cell& c = *cell_of(where_);
  auto generation = static_cast<std::uint32_t>(what_);
  deliver(*home, c, stop_mail::make(*home, generation, unit{}));
  deliver_system(*home, c, drain_mail::make(*home, generation, unit{}));
}

} // namespace akt::inline v0
