// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/testkit/interception.hpp"

#include "../actor/system_core.hpp"

#include <deque>
#include <map>
#include <vector>

namespace akt::inline v0::sim {

/// What lies between the mailboxes of a simulated system and its turns while somebody intercepts.
/// Bound to the world's thread; must outlive its system.
///
/// A turn handles one message then, so that whatever comes meanwhile, also from the actor itself,
/// is seen before its own turn. Of each message the interceptors are asked once: what has passed is
/// marked, by a copy of its table that says the same.
class interception {
public:
  void add(interceptor f) { interceptors_.push_back(std::move(f)); }
  /// Nothing more is intercepted; what is delayed stays so.
  void clear() noexcept { interceptors_.clear(); }
  bool active() const noexcept { return !interceptors_.empty(); }

  /// Before a turn: asks about the mail of the cell that is new. Requires: the caller owns it.
  void look_into(akt::detail::cell&, instant now, trace_hash&);

  /// Puts what was delayed until now, or until ever, on its way again.
  void release(akt::detail::system_core&, instant now);
  /// When the next delayed message is due; instant::max(): none is.
  instant earliest() const noexcept {
    return delayed_.empty() ? instant::max() : delayed_.begin()->first;
  }

  /// Messages that are on their way here and in no mailbox.
  std::size_t held() const noexcept { return delayed_.size(); }
  /// Its own envelope in a mailbox: no message, and not counted as one.
  static bool is_own(const akt::detail::envelope&) noexcept;

private:
  struct delayed {
    akt::detail::cell* to;
    akt::detail::envelope* message;
  };

  /// True: it stays.
  bool keeps(akt::detail::cell&, akt::detail::envelope*, instant now, trace_hash&);
  verdict ask(const akt::detail::cell&, const akt::detail::envelope&);
  bool is_marked(const akt::detail::envelope&) const noexcept;
  void mark(akt::detail::envelope&);

  std::vector<interceptor> interceptors_;
  std::multimap<instant, delayed> delayed_; // of equal times in their order
  std::vector<const akt::detail::message_ops*> tables_;
  std::deque<akt::detail::message_ops> marks_; // copies of tables_, at the same places
};

} // namespace akt::inline v0::sim
