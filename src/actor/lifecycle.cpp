// SPDX-License-Identifier: Apache-2.0
//
// How actors come into a system, what their deadlines do, what they are called.
#include "akt/actor/offload.hpp"
#include "akt/core/hash.hpp"

#include "cell_life.hpp"
#include "end_of_life.hpp"
#include "family.hpp"
#include "interleaved.hpp"
#include "runtime_mail.hpp"
#include "schedules.hpp"
#include "supervision.hpp"
#include "supervision_rules.hpp"
#include "wait_cycles.hpp"

#include <algorithm>

namespace akt::inline v0 {
namespace detail {
namespace {

/// A child that came now would be waited for by nobody.
bool ends(const cell& parent) noexcept {
  const turn_context* turn = current_turn();
  return turn->ending || (turn->gates & flag_closing) != 0 || turn->self != &parent;
}

cell* take_cell(sender& home, const spawn_plan& plan) noexcept {
  cell* c = home.system->cells.take(*home.vacant);
  if (!c) return nullptr;
  c->object = home.cache->get_bytes(plan.object_bytes);
  if (!c->object) {
    if (put_back(home.system->cells, *home.vacant, *c)) schedule(home, *c);
    return nullptr;
  }
  c->object_bytes = static_cast<std::uint32_t>(plan.object_bytes);
  c->start = plan.start;
  return c;
}

} // namespace

rare_parts* rare_of(sender& home, cell& c) noexcept {
  if (c.rare) return c.rare;
  void* block = home.cache->get_bytes(sizeof(rare_parts));
  if (block) c.rare = ::new (block) rare_parts;
  return c.rare;
}

namespace {

/// An actor is made from what its identity keeps.
void start_kept(cell& c, turn_context* turn) {
  if (turn) c.who->remake->make(c, *turn, c.who->kept);
}

bool keeps_what_makes_it(const spawn_plan& plan, const supervision& rules) noexcept {
  return plan.remake && plan.remake->kept_bytes > 0 && (plan.restartable || rules.may_restart());
}

/// Moves a new actor in, with its name, its parent, and what it is made from. Also if that fails.
errc identify(sender& home, cell& c, const spawn_plan& plan, bool keeps, error* why) noexcept {
  identity* parent = plan.parent ? identity_of(home, *plan.parent) : nullptr;
  identity* who = nullptr;
  if (parent || !plan.parent) who = make_identity(home, c, parent, plan);
  occupy(c, *plan.type); // behind its identity: nobody sees it without its name
  if (!who) return errc::over_budget;
  if (!plan.name.empty()) {
    if (auto claimed = home.system->names.claim(*who); !claimed) {
      *why = std::move(claimed).error();
      drop_identity(home, c);
      return errc::name_taken;
    }
  }
  if (plan.remake && plan.remake->kept_bytes == 0) who->remake = plan.remake;
  if (keeps) {
    who->kept = home.cache->get_bytes(plan.remake->kept_bytes);
    if (!who->kept) {
      if (!plan.name.empty()) home.system->names.release(*who);
      drop_identity(home, c);
      return errc::over_budget;
    }
    who->remake = plan.remake;
    c.start = &start_kept;
  }
  if (parent) adopt(*parent, *who);
  return errc{};
}

} // namespace

result<reserved_cell> reserve(system_core& core, const spawn_plan& plan) noexcept {
  if (!plan.name.empty() && !name_table::is_valid(plan.name))
    return error(errc::invalid_name, plan.name);
  const supervisor& given = plan.supervise ? *plan.supervise : core.options.supervise;
  const auto& rules = given.rules();
  if (!rules)
    return error(errc::invalid_argument,
                 std::string("supervise: out of its range is what was given to ") + given.wrong());
  constexpr duration start_timeout_max = std::chrono::hours(24 * 24);
  if (plan.start_timeout &&
      (*plan.start_timeout <= duration::zero() || *plan.start_timeout > start_timeout_max))
    return error(errc::invalid_argument, "start_timeout: greater than zero, at most 24 days");
  if (!core.accepts_actors()) return errc::stopped;
  sender* home = sender_to(&core);
  if (plan.parent && ends(*plan.parent)) return errc::stopped;
  cell* c = take_cell(*home, plan);
  if (!c) return errc::over_budget;
  home->spawned.add(1);
  if (plan.parent || !plan.name.empty() || plan.supervise || plan.restartable ||
      plan.stash_max != stash_max_default || plan.start_timeout) {
    error why(errc::over_budget);
    if (identify(*home, *c, plan, keeps_what_makes_it(plan, *rules), &why) != errc{}) {
      cancel_reserved(*c);
      return why;
    }
  } else {
    occupy(*c, *plan.type);
  }
  return reserved_cell{c, c->who && c->who->kept ? c->who->kept : c->object};
}

any_ref launch(cell& c) noexcept {
  any_ref self = ref_of(c, c.generation());
  schedule(*sender_to(c.system), c);
  return self;
}

void cancel_reserved(cell& c) noexcept {
  if (c.who && c.who->kept) { // nothing is in it
    sender_to(c.system)->cache->put_bytes(c.who->remake->kept_bytes, c.who->kept);
    c.who->kept = nullptr;
    c.who->remake = nullptr;
  }
  c.start = [](cell&, turn_context* turn) {
    if (turn) turn->stop_asked = 1;
  };
  launch(c); // it ends on its first turn, which is the one place where actors end
}

void arm(turn_context& turn, rare_parts& rare, instant when) noexcept {
  if (when < rare.rings_at) {
    rare.rings_at = when;
    turn.system->timers.arm(rare.timer, *turn.self, turn.generation, when);
  }
  // So that no ask, which is looked at some time after it is sent, comes behind the alarm.
  const instant soon = turn.system->deadline_base() + cycle_looked_for_after;
  rare.armed = rare.rings_at <= soon ? rare.rings_at : instant::max();
}

void limit_start(turn_context& turn) noexcept {
  cell& c = *turn.self;
  if (!c.frame || !c.rare) return; // one that waits has both
  const std::uint32_t own = c.who ? c.who->start_ms : 0;
  const duration d =
      own ? duration(std::chrono::milliseconds(own)) : turn.system->options.start_timeout;
  c.rare->start_due = turn.system->deadline_base() + d;
  arm(turn, *c.rare, c.rare->start_due);
}

namespace {

/// `started` still waits: it has failed, and its supervisor decides.
void give_start_up(turn_context& turn) noexcept {
  const cell& c = *turn.self;
  if (!c.frame || c.frame->message->ops->name != type_name<started>()) return;
  forget_handlers(turn, fate::cancelled);
  error why(errc::timeout, "`started` waits for longer than start_timeout");
  log_failure(turn, why);
  if (turn.failed) return;
  turn.failed = new failure{std::move(why), nullptr};
  turn.stop_asked |= stop_failed;
}

/// The timer has rung: arms it for what is next.
void arm_again(turn_context& turn, rare_parts& rare, instant now) noexcept {
  const pending* first = rare.waits.next;
  instant next = std::min(rare.drain_deadline, rare.start_due);
  if (rare.timers) next = std::min(next, rare.timers->look_for_silence(turn, now));
  if (first != &rare.waits) next = std::min(next, first->deadline);
  next = std::min(next, look_for_wait_cycles(turn, rare, now));
  if (next != instant::max()) arm(turn, rare, next);
}

} // namespace

/// Rings for whatever is due, and arms the timer for what is next.
void deadline_passed(turn_context& turn, unit&) {
  cell& c = *turn.self;
  if (!c.rare) return;
  rare_parts& rare = *c.rare;
  system_core& core = *turn.system;
  instant now = core.coarse_now();
  rare.armed = rare.rings_at = instant::max();
  if (now >= rare.drain_deadline) {
    rare.drain_deadline = instant::max();
    turn.stop_asked |= stop_at_once;
  }
  if (now >= rare.start_due) {
    rare.start_due = instant::max();
    if (turn.gates & flag_restarting)
      restart_when_ready(turn);
    else
      give_start_up(turn);
  }
  // Also if a handler that is resumed here throws.
  struct rearming {
    turn_context& turn;
    rare_parts& rare;
    instant now;
    ~rearming() { arm_again(turn, rare, now); }
  } again{turn, rare, now};
  pending& head = rare.waits;
  while (!(turn.stop_asked & ~std::uint32_t(stop_look_again)) && head.next != &head &&
         head.next->deadline <= now) {
    pending& p = *head.next;
    const any_ref asked = p.ops->asked ? p.ops->asked(p) : any_ref();
    if (asked) tell_given_up(*turn.home, asked, {answer_ext(turn, p), turn.generation});
    p.unlink();
    p.ops->complete(p, turn, {nullptr, errc::timeout});
    resume_waiting(turn);
  }
}

using deadline_mail = runtime_mail<unit, &deadline_passed>;

void system_core::ring_timers(sender& home, instant now) noexcept {
  constexpr std::size_t batch = 64;
  rung_timer<cell> due[batch];
  std::size_t n;
  do {
    n = timers.ring(now, due, batch);
    for (std::size_t i = 0; i < n; ++i) {
      cell& c = *due[i].cell;
      if (due[i].number != 0)
        deliver(home, c, tick(home, due[i].generation, due[i].number));
      else
        deliver_system(home, c, deadline_mail::make(home, due[i].generation, unit{}));
    }
  } while (n == batch);
}

duration default_ask_timeout(system_core& core) noexcept { return core.options.ask_timeout; }

std::string system_core::path_of(const cell& c) const { return detail::path_of(*this, c, c.who); }

actor_system& context_base::system() const noexcept { return *cell_->system->face; }

void context_base::stop() noexcept {
  turn_context* turn = current_turn();
  AKT_ASSERT(turn && turn->self == cell_);
  turn->stop_asked |= stop_behind_handler;
}

namespace {

/// What whoever asked is told of it.
error as_failed(const error& why) {
  if (why == errc::failed) return why;
  error told(errc::failed, why.message());
  told.take_trace_of(why);
  return told;
}

} // namespace

void context_base::fail(error why) noexcept {
  turn_context* turn = current_turn();
  AKT_ASSERT(turn && turn->self == cell_);
  if (turn->failed) return; // the first one counts
  envelope* e = message_in_hand(*turn);
  add_failing_step(*turn, why, e);
  if (e && e->generation != envelope::counted) {
    --turn->handled;
    turn->home->counters.ended(fate::failed);
    if (e->asked() && e->ops->reply)
      send_answer_error({turn->system, e->ext, e->asker_generation}, as_failed(why));
    e->ext = e->unasked_ext(); // what the handler returns reaches nobody
    e->generation = envelope::counted;
  }
  log_failure(*turn, why);
  turn->failed = new failure{std::move(why), nullptr};
  turn->stop_asked |= stop_failed;
}

any_ref context_base::parent() const noexcept {
  const identity* who = cell_->who;
  return who && who->parent ? who->parent->ref() : any_ref();
}

std::vector<any_ref> context_base::children() const {
  std::vector<any_ref> all;
  for (const identity* c = cell_->who ? cell_->who->first_child : nullptr; c; c = c->younger)
    all.push_back(c->ref());
  return all;
}

std::string context_base::path() const { return cell_->system->path_of(*cell_); }

std::size_t hash_of(any_ref r) noexcept {
  std::uint64_t number = r.what();
  if (r && (r.where() & tag_mask) == 0) number |= std::uint64_t(cell_of(r.where())->index) << 32;
  return static_cast<std::size_t>(mix64(number));
}

} // namespace detail

std::string any_ref::path() const {
  detail::system_core* core = detail::system_of(where_);
  if (!core || (where_ & detail::tag_mask) != 0) return {};
  return detail::path_of_any(*core, *this);
}

} // namespace akt::inline v0
