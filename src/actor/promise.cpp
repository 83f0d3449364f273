// SPDX-License-Identifier: Apache-2.0
#include "akt/actor/deferred.hpp"

#include "system_core.hpp"

namespace akt::inline v0::detail {

envelope* take_home(promise_state& s) noexcept {
  sync::lock_guard<sync::spin_lock> guard(s.lock);
  if (!s.home) return nullptr;
  s.answered = true;
  return std::exchange(s.home, nullptr);
}

disposition bind_promise(promise_state* s, turn_context& turn, envelope& e, bool& early) noexcept {
  if (!e.asked()) {
    if (s) {
      sync::lock_guard<sync::spin_lock> guard(s->lock);
      s->answered = true;
    }
    return disposition::done;
  }
  turn.current = nullptr;
  if (!s) {
    send_error(*turn.home, &e, error(errc::over_budget));
    return disposition::kept;
  }
  {
    sync::lock_guard<sync::spin_lock> guard(s->lock);
    early = s->has_value;
    s->has_value = false;
    if (early) return disposition::kept;
    if (!s->answered && !s->home) {
      s->home = &e;
      s->system = turn.system;
      return disposition::kept;
    }
  }
  send_error(*turn.home, &e, error(errc::cancelled, "the promise belongs to another ask"));
  return disposition::kept;
}

void abandon_promise(promise_state& s) noexcept {
  if (!s.home) return;
  turn_context* turn = current_turn();
  bool ended = turn && turn->system == s.system && turn->ending;
  sender* home = sender_to(s.system);
  AKT_ASSERT(home);
  send_error(*home, std::exchange(s.home, nullptr), error(ended ? errc::stopped : errc::cancelled));
}

} // namespace akt::inline v0::detail
