// SPDX-License-Identifier: Apache-2.0
#include "supervision.hpp"

#include "akt/actor/offload.hpp"
#include "akt/core/hash.hpp"

#include "conduct.hpp"
#include "end_of_life.hpp"
#include "family.hpp"
#include "planted.hpp"
#include "runtime_mail.hpp"
#include "schedules.hpp"
#include "supervision_rules.hpp"

#include <algorithm>

namespace akt::inline v0 {
namespace detail {
namespace {

/// Why a decision reaches an actor.
enum class cause : std::uint8_t {
  own,     ///< it has failed; its siblings hear of it if its supervisor says so
  sibling, ///< another one has
  request, ///< somebody called restart(), suspend() or reinstate()
  parent,  ///< its parent has decided on its failure, or goes on itself
};

struct order {
  directive what;
  cause why;
};
void obey(turn_context& turn, order& o);
using order_mail = runtime_mail<order, &obey>;

void send_order(turn_context& turn, const identity& to, order o) noexcept {
  deliver_system(*turn.home, *to.self, order_mail::make(*turn.home, to.generation, o));
  turn.system->look_up_soon(*to.self);
}

void log(turn_context& turn, std::string_view what) noexcept {
  std::string line = turn.system->path_of(*turn.self);
  turn.system->options.environment.log(line.append(": ").append(what));
}

const supervision& rules_of(const identity& who) noexcept {
  return who.rules ? *who.rules : *who.self->system->options.supervise.rules();
}

bool unmade(const turn_context& turn) noexcept {
  return (turn.self->flags.get() & (flag_hollow | flag_unborn)) != 0;
}

// ---- siblings: the parent passes the decision on, for it alone knows them

struct for_siblings {
  identity* of;
  directive what;
  bool younger_only;
};

void pass_to_siblings(turn_context& turn, for_siblings& all) {
  identity* to = all.younger_only ? all.of : turn.self->who->first_child;
  for (; to; to = to->younger)
    if (to != all.of) send_order(turn, *to, {all.what, cause::sibling});
}
using siblings_mail = runtime_mail<for_siblings, &pass_to_siblings>;

void tell_siblings(turn_context& turn, directive what) noexcept {
  identity* who = turn.self->who;
  if (!who || !who->parent || rules_of(*who).strategy == strategy::one_for_one) return;
  const identity& parent = *who->parent;
  for_siblings all{who, what, rules_of(*who).strategy == strategy::rest_for_one};
  deliver_system(*turn.home, *parent.self, siblings_mail::make(*turn.home, parent.generation, all));
}

// ---- up to the parent

using escalated = std::unique_ptr<escalation>;
void hear(turn_context& turn, escalated& news);
using escalation_mail = runtime_mail<escalated, &hear>;

/// The parent fails in the child's place.
void fail_for(turn_context& turn, const failure& what) noexcept {
  if (turn.failed) return; // its handler has failed by itself
  turn.failed = new failure(what);
  turn.stop_asked |= stop_failed;
}

/// The parent's class has a handler.
void ask_handler(turn_context& turn, const escalation& news) {
  identity& child = *news.child;
  cell& c = *turn.self;
  directive d = c.type()->child_failed(c, child_failed{child.ref(), news.path, news.what.why});
  if (d == directive::escalate) return fail_for(turn, news.what);
  child.escalated = false; // decided
  if (d == directive::suspend) return;
  send_order(turn, child, {d, cause::parent});
}

void hear(turn_context& turn, escalated& news) {
  if (turn.gates & flag_closing) return; // it is about to be stopped as well
  news->child->escalated = true;
  if (turn.gates & flag_restarting) return; // the restart decides
  cell& c = *turn.self;
  if (!c.type()->child_failed || unmade(turn)) return fail_for(turn, news->what);
  if (turn.gates == 0) return ask_handler(turn, *news);
  rare_parts* rare = rare_of(*turn.home, c);
  if (!rare) return fail_for(turn, news->what);
  rare->with_rarest().signals.push_back(std::move(news));
  c.flags.set(c.flags.get() | flag_signals);
}

std::uint32_t ends_failed(turn_context& turn) noexcept {
  turn.reason = stop_reason::failed;
  return stop_at_once;
}

/// No mail is handled until somebody decides. If that keeps a stop() from being reached, as with
/// one that meets an actor which is suspended already, the actor ends.
std::uint32_t suspend(turn_context& turn, cause why) noexcept {
  if (!AKT_PLANTED(10)) turn.gates |= flag_suspended;
  if (!(turn.self->flags.get() & flag_draining)) return 0;
  return why == cause::own ? ends_failed(turn) : std::uint32_t(stop_at_once);
}

std::uint32_t escalate(turn_context& turn, const failure& what) noexcept {
  identity* who = turn.self->who;
  if (!who || !who->parent) {
    log(turn, "escalates, and has no parent: it ends");
    return ends_failed(turn);
  }
  auto news = std::make_unique<escalation>(escalation{who, what, turn.system->path_of(*turn.self)});
  const identity& parent = *who->parent;
  deliver_system(*turn.home, *parent.self,
                 escalation_mail::make(*turn.home, parent.generation, std::move(news)));
  return suspend(turn, cause::own);
}

// ---- restart

duration backoff_before(const turn_context& turn, const identity& who) noexcept {
  duration d = rules_of(who).backoff_min;
  if (who.faults == 0 || d == duration::zero()) return duration::zero();
  for (unsigned n = 1; n < who.faults && d < rules_of(who).backoff_max; ++n) d *= 2;
  d = std::min(d, rules_of(who).backoff_max);
  // Stateless, so that no lock is needed, and the same in every simulated run of a seed.
  std::uint64_t drawn =
      mix64(turn.system->seed ^ mix64(std::uint64_t(who.self->index) << 32 | who.generation)) +
      who.faults;
  return d / 1000 * static_cast<std::int64_t>(900 + mix64(drawn) % 201);
}

/// Counts a failure. False: no restart is left.
bool count_fault(turn_context& turn, identity& who) noexcept {
  const supervision& s = rules_of(who);
  const instant now = turn.system->coarse_now();
  if (s.window > duration::zero() && who.faults > 0 && now - who.last_fault > s.window)
    who.faults = 0;
  who.last_fault = now;
  if (who.faults < UINT16_MAX) ++who.faults;
  return s.restarts_max == unlimited || who.faults <= s.restarts_max;
}

void begin_restart(turn_context& turn, duration delay, cause why) noexcept {
  cell& c = *turn.self;
  identity& who = *c.who;
  // A failed start was suspended meanwhile; whoever orders a restart ends what was before.
  const std::uint32_t suspended = why == cause::own ? turn.gates & flag_suspended : 0;
  turn.gates = flag_restarting | suspended;
  forget_handlers(turn, fate::cancelled); // nothing is scheduled any more by what it destroys
  if (AKT_PLANTED(8) && c.batch.system_count.get() == 0) c.batch.first.set(nullptr);
  end_unkeyed_schedules(turn);
  if (c.rare) c.rare->start_due = instant::max();
  if (rules_of(who).children == children_policy::stop) stop_children(turn, false);
  if (delay > duration::zero()) {
    c.rare->start_due = turn.system->deadline_base() + delay; // restart() has seen that it is there
    arm(turn, *c.rare, c.rare->start_due);
  }
  restart_when_ready(turn);
}

std::uint32_t restart(turn_context& turn, const failure& what, cause why) noexcept {
  identity* who = turn.self->who;
  if (!who || !who->remake) {
    log(turn,
        "cannot be made anew, so it ends: spawn it with spawn_options that say restartable or "
        "have a rule that restarts, and copyable arguments, or with spawn_with(factory)");
    if (why == cause::own) tell_siblings(turn, directive::stop);
    return ends_failed(turn);
  }
  const directive spent = rules_of(*who).when_spent;
  if (why == cause::parent && spent == directive::escalate) {
    who->faults = 0; // it is the limit that its child has: a new count begins
  } else if (why != cause::request && !count_fault(turn, *who) && why != cause::sibling) {
    log(turn, std::string("its restarts are used up: ") + name(spent));
    if (spent == directive::escalate) return escalate(turn, what);
    if (why == cause::own) tell_siblings(turn, spent);
    if (spent == directive::stop) return ends_failed(turn);
    return suspend(turn, why);
  }
  if (why == cause::own) tell_siblings(turn, directive::restart);
  duration delay = why == cause::request ? duration::zero() : backoff_before(turn, *who);
  constexpr duration between_attempts = std::chrono::milliseconds(1); // a constructor that fails
  const bool again = std::exchange(who->start_failed, false) || unmade(turn);
  if (again && (why == cause::own || why == cause::parent))
    delay = std::max(delay, between_attempts);
  if (delay > duration::zero() && !rare_of(*turn.home, *turn.self)) {
    log(turn, "has no memory to wait for its restart, so it ends");
    return ends_failed(turn);
  }
  begin_restart(turn, delay, why);
  return 0;
}

/// The handler of child_failed has not been asked yet: a handler waits, or the actor is suspended.
bool is_to_be_asked(const cell& c, const identity& child) noexcept {
  if (!c.rare || !c.rare->rarest) return false;
  for (const auto& news : c.rare->rarest->signals)
    if (news->child == &child) return true;
  return false;
}

/// Children that waited for this one's decision go on with it.
void answer_children(turn_context& turn, directive what) noexcept {
  identity* who = turn.self->who;
  for (identity* child = who ? who->first_child : nullptr; child; child = child->younger)
    if (child->escalated && !is_to_be_asked(*turn.self, *child)) {
      child->escalated = false;
      send_order(turn, *child, {what, cause::parent});
    }
}

std::uint32_t carry_out(turn_context& turn, directive what, const failure& f, cause why) noexcept {
  switch (what) {
  case directive::resume:
    if (unmade(turn)) return ends_failed(turn); // there is nothing to go on with
    turn.gates &= ~std::uint32_t(flag_suspended);
    answer_children(turn, directive::resume);
    return 0;
  case directive::restart:
    return restart(turn, f, why);
  case directive::escalate:
    return escalate(turn, f);
  case directive::suspend:
    if (why == cause::own) tell_siblings(turn, directive::suspend);
    return suspend(turn, why);
  case directive::stop:
    break;
  }
  if (why == cause::own) tell_siblings(turn, directive::stop);
  if (why == cause::own || why == cause::parent) return ends_failed(turn);
  turn.reason = stop_reason::stopped;
  return stop_at_once;
}

/// It is made anew whatever it is told, unless that is to end; a suspend() holds from then on.
/// False: it is to end.
bool obey_restarting(turn_context& turn, directive what) noexcept {
  if (what == directive::suspend) turn.gates |= flag_suspended;
  if (what == directive::resume) turn.gates &= ~std::uint32_t(flag_suspended);
  return what != directive::stop;
}

void obey(turn_context& turn, order& o) {
  if (turn.gates & flag_closing) return;
  if ((turn.gates & flag_restarting) && obey_restarting(turn, o.what)) return;
  const bool ends = (turn.self->flags.get() & (flag_ending | flag_stop_told)) != 0;
  if (ends && o.what != directive::stop) return;
  turn.stop_asked |= carry_out(turn, o.what, failure{error(errc::failed), nullptr}, o.why);
}

void order_from_outside(any_ref to, directive what) noexcept {
  system_core* core = system_of(to.where());
  if (!core || (to.where() & tag_mask) == node_tag) return;
  sender* home = sender_to(core);
  cell& c = *cell_of(to.where());
  auto generation = static_cast<std::uint32_t>(to.what());
  deliver_system(*home, c, order_mail::make(*home, generation, order{what, cause::request}));
  core->look_up_soon(c);
}

} // namespace

std::uint32_t supervise(turn_context& turn, const failure& what) noexcept {
  const identity* who = turn.self->who;
  const supervision& rules = who ? rules_of(*who) : *turn.system->options.supervise.rules();
  directive d = directive::stop;
  try {
    d = rules.decide(what);
  } catch (...) {
    log(turn, "its supervisor threw, so it ends: " + error_of_current_exception().message());
  }
  return carry_out(turn, d, what, cause::own);
}

void restart_when_ready(turn_context& turn) noexcept {
  cell& c = *turn.self;
  identity& who = *c.who;
  const children_policy policy = rules_of(who).children;
  if (policy == children_policy::stop && who.first_child) return;
  destroy_object(turn);
  forget_conduct(turn, fate::cancelled); // a destructor may have made one
  if (c.rare && c.rare->start_due != instant::max()) return;
  turn.gates &= ~std::uint32_t(flag_restarting);
  turn.reason = stop_reason::stopped;
  if (c.rare && c.rare->rarest) c.rare->rarest->signals.clear(); // it decides
  for (identity* child = who.first_child; child; child = child->younger) {
    const bool failed = std::exchange(child->escalated, false);
    if (failed || policy == children_policy::restart)
      send_order(turn, *child, {directive::restart, cause::request});
  }
  turn.current = nullptr;
  try {
    who.remake->make(c, turn, who.kept);
  } catch (...) {
    handler_threw(turn);
  }
  who.start_failed = turn.failed != nullptr;
  if (c.frame) limit_start(turn);
}

void forget_escalations(const cell& parent, const identity& child) noexcept {
  if (!parent.rare || !parent.rare->rarest) return;
  std::erase_if(parent.rare->rarest->signals,
                [&](const auto& news) { return news->child == &child; });
}

void handle_signals(turn_context& turn) noexcept {
  cell& c = *turn.self;
  c.flags.set(c.flags.get() & ~std::uint32_t(flag_signals));
  if (!c.rare->rarest) return;
  const auto waiting = std::exchange(c.rare->rarest->signals, {});
  for (const auto& news : waiting) {
    if ((turn.stop_asked & ~std::uint32_t(stop_look_again)) || turn.gates)
      return; // it ends, or fails itself: they share its fate
    try {
      ask_handler(turn, *news);
    } catch (...) {
      handler_threw(turn);
    }
  }
}

} // namespace detail

void any_ref::restart() const noexcept { detail::order_from_outside(*this, directive::restart); }
void any_ref::suspend() const noexcept { detail::order_from_outside(*this, directive::suspend); }
void any_ref::reinstate() const noexcept { detail::order_from_outside(*this, directive::resume); }

} // namespace akt::inline v0
