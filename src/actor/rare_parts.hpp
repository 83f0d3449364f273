// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/pending.hpp"

#include "given_up.hpp"
#include "identity.hpp"
#include "ref_list.hpp"
#include "timer_wheel.hpp"
#include "wait_order.hpp"

#include <memory>
#include <vector>

namespace akt::inline v0::detail {

class schedules;

/// Who is told when an actor ends.
struct watcher {
  any_ref actor;           ///< tagged: a node, told over its link
  const message_ops* told; ///< how a local watcher is told; null for a node
};
inline any_ref actor_in(const watcher& w) noexcept { return w.actor; }

/// A child's failure on its way to a parent that decides.
struct escalation {
  identity* child; ///< of the parent that is told
  failure what;
  std::string path; ///< of the child
};

/// The handlers that wait in an actor that interleaves.
struct interleaved_handlers {
  promise_base* newest = nullptr;
  std::uint32_t count = 0;
  std::vector<std::uint32_t> reported; ///< sequences of asks that wait and whose cycle was told
};

/// What few of those have that have rare parts.
struct rarest_parts {
  /// Failures of children, behind a handler that waits.
  std::vector<std::unique_ptr<escalation>> signals;
  ref_list<any_ref> links; ///< who ends with this one
  given_up_asks given_up;
  wait_order order; ///< in use while many wait
};

/// What most actors do not have: made on first use, gone with the actor. Belongs to its turn.
struct rare_parts {
  std::unique_ptr<interleaved_handlers> handlers; ///< of an actor that interleaves; else null
  pending waits{nullptr}; ///< the head of the list in the order of deadlines
  wait_index by_sequence; ///< in use while many wait
  /// A later deadline needs no other alarm, and no look for wait cycles: see arm_for().
  instant armed = instant::max();
  instant rings_at = instant::max(); ///< when the timer rings
  std::uint32_t looked = 0;          ///< sequence of the last ask that was looked at for a cycle
  std::uint32_t reported = 0;        ///< of the last ask whose cycle was reported
  timer_node<cell> timer;
  instant drain_deadline = instant::max(); ///< of a stop() that waits for a parked handler
  /// When a restart goes on that waits for its time, or else when a `started` has waited too long.
  instant start_due = instant::max();
  ref_list<watcher> watchers;
  mail_link* end_questions = nullptr; ///< who asked stopped(), the last one first
  ref_list<any_ref> watched;
  std::unique_ptr<rarest_parts> rarest;
  detail::conduct* conduct = nullptr; ///< behaviors and the stash; made on first use
  schedules* timers = nullptr;        // allocated on first use

  rare_parts() noexcept { waits.prev = waits.next = &waits; }
  /// Makes them on first use.
  rarest_parts& with_rarest() {
    if (!rarest) rarest = std::make_unique<rarest_parts>();
    return *rarest;
  }
};
static_assert(sizeof(rare_parts) <= 256); // a block of the third class

/// User mail has come that it has not come to.
inline bool has_unhandled_mail(const cell& c) noexcept {
  if (c.words.has_user_mail()) return true;
  const mail_link* m = c.batch.first.get();
  for (std::uint32_t n = c.batch.system_count.get(); n > 0; --n) m = m->next.get();
  return m != nullptr;
}

/// A handler has not come to its end. Of the turn's actor.
inline bool has_waiting_handler(const cell& c) noexcept {
  return c.frame || (c.rare && c.rare->handlers && c.rare->handlers->count > 0);
}

} // namespace akt::inline v0::detail
