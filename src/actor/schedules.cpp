// SPDX-License-Identifier: Apache-2.0
//
// What actors send themselves later. A schedule is armed in the system's wheel; when it is due, a
// tick with its number goes into the actor's mailbox, and the next one is armed when that is
// handled, so that there is never a second one. A tick whose schedule is gone does nothing.
#include "schedules.hpp"

#include "akt/actor/signals.hpp"
#include "akt/core/hash.hpp"

#include "conduct.hpp"

#include <algorithm>
#include <cstring>

namespace akt::inline v0::detail {

// ---- silence

void schedules::limit_silence(duration d, const message_ops* told, instant from) noexcept {
  silence_ = d;
  told_ = told;
  last_mail_ = from;
  look_at_ = d > duration::zero() ? from + d : instant::max();
}

namespace {

void send_idle(turn_context& turn, const message_ops& told) noexcept {
  void* block = turn.home->cache->get(told.block_class);
  if (!block) return refused(*turn.system, told, fate::over_budget);
  envelope* e = ::new (block) envelope;
  ::new (e->place()) idle{};
  e->ops = &told;
  e->generation = turn.generation;
  e->ext = envelope::tell_ext;
  put_user_mail(*turn.home, *turn.self, e);
}

} // namespace

instant schedules::look_for_silence(turn_context& turn, instant now) noexcept {
  if (now < look_at_) return look_at_;
  look_at_ = last_mail_ + silence_;
  if (look_at_ > now) return look_at_;
  const bool busy = turn.gates || has_unhandled_mail(*turn.self);
  if (!busy) send_idle(turn, *told_);
  return look_at_ = now + silence_;
}

// ---- ticks

namespace {

/// The tick becomes the message: one was sent, and one is handled.
disposition ring(void*, turn_context&, envelope&);

constexpr message_ops pooled_tick{&ring, nullptr, 0, false, true, "akt.tick", {}, nullptr, nullptr};
constexpr message_ops heap_tick{&ring,      nullptr, block_classes, false,  true,
                                "akt.tick", {},      nullptr,       nullptr};

/// The only message of a schedule that keeps its bytes, in the block of the tick; if that came from
/// the heap, in the schedule's own.
envelope& take_small(turn_context& turn, schedules& all, scheduled& s, envelope& tick) noexcept {
  const message_ops& ops = *s.small();
  const std::uint64_t bytes = s.bytes;
  all.take_out(turn, s);
  envelope* e = &tick;
  if (tick.ops == &heap_tick) {
    e = ::new (static_cast<void*>(&s)) envelope;
    e->generation = turn.generation;
    free_envelope(*turn.home, heap_tick.block_class, &tick);
  } else {
    turn.home->cache->put_bytes(sizeof(scheduled), &s);
  }
  e->ops = &ops;
  e->ext = envelope::tell_ext;
  std::memcpy(e->place(), &bytes, sizeof bytes);
  return *e;
}
static_assert(block_class(sizeof(scheduled)) == 0); // as of a small message, and of the tick

/// A schedule's next message, armed for the one after it; null: memory refused this one. Throws
/// what copying throws.
envelope* take_message(turn_context& turn, schedules& all, scheduled& s) {
  const duration period = s.extra() ? s.extra()->period : duration::zero();
  if (period == duration::zero()) {
    envelope* only = std::exchange(s.message, nullptr);
    all.remove(turn, s);
    return only;
  }
  const instant now = turn.system->coarse_now();
  instant due = s.alarm.deadline.get() + period;
  if (due <= now) due += ((now - due) / period + 1) * period;
  turn.system->timers.arm(s.alarm, *turn.self, turn.generation, due, s.number());
  const message_ops& ops = *s.message->ops;
  void* block = turn.home->cache->get(ops.block_class);
  if (!block) return nullptr;
  envelope* e = ::new (block) envelope;
  try {
    s.extra()->copy(*s.message, e->place());
  } catch (...) {
    free_envelope(*turn.home, ops.block_class, e);
    throw;
  }
  e->ops = &ops;
  e->generation = turn.generation;
  e->ext = envelope::tell_ext;
  return e;
}

schedules* schedules_of(const cell& c) noexcept { return c.rare ? c.rare->timers : nullptr; }

disposition ring(void*, turn_context& turn, envelope& e) {
  schedules* all = schedules_of(*turn.self);
  scheduled* s = all ? all->find(e.as<std::uint64_t>()) : nullptr;
  if (!s) {
    --turn.handled;
    turn.home->counters.ended(fate::cancelled);
    return disposition::done;
  }
  if (s->small()) {
    --turn.handled;
    handle_user_mail(turn, take_small(turn, *all, *s, e));
    return disposition::kept;
  }
  const message_ops& ops = *s->message->ops;
  envelope* message = take_message(turn, *all, *s);
  if (!message) {
    refused(*turn.system, ops, fate::over_budget);
    return disposition::done;
  }
  --turn.handled;
  free_envelope(*turn.home, e.ops->block_class, &e);
  handle_user_mail(turn, *message);
  return disposition::kept;
}

} // namespace

envelope* tick(sender& home, std::uint32_t generation, std::uint64_t number) noexcept {
  envelope* e = runtime_envelope(home, pooled_tick, heap_tick, generation);
  ::new (e->place()) std::uint64_t(number);
  return e;
}

// ---- what a context does

namespace {

constexpr duration delay_max = std::chrono::hours(24 * 24);
constexpr std::size_t key_max = 255;

bool ends(const turn_context& turn) noexcept {
  return turn.ending || (turn.gates & (flag_closing | flag_restarting)) != 0;
}

schedules* make_schedules(turn_context& turn) noexcept {
  rare_parts* rare = rare_of(*turn.home, *turn.self);
  if (!rare || rare->timers) return rare ? rare->timers : nullptr;
  void* block = turn.home->cache->get_bytes(sizeof(schedules));
  if (block) rare->timers = ::new (block) schedules;
  return rare->timers;
}

} // namespace

result<unit> may_schedule(cell& c, const schedule_plan& plan) {
  turn_context& turn = turn_of(c);
  const duration least = plan.copy ? duration(1) : duration::zero();
  if (plan.first < least || plan.first > delay_max)
    return error(errc::invalid_argument, "schedule: the delay is out of its range");
  if (plan.keyed && (plan.key.empty() || plan.key.size() > key_max))
    return error(errc::invalid_argument, "schedule: a key has 1 to 255 characters");
  if (ends(turn)) return errc::stopped;
  schedules* all = schedules_of(c);
  if (all && all->count() >= turn.system->options.timers_max &&
      !(plan.keyed && all->find(plan.key)))
    return error(errc::over_budget, "timers_max");
  if (!all && turn.system->options.timers_max == 0) return error(errc::over_budget, "timers_max");
  return unit{};
}

namespace {

/// A schedule with its message, on the way into a table; null: memory is refused.
scheduled* make_scheduled(block_cache& cache, const schedule_plan& plan,
                          envelope* message) noexcept {
  void* block = cache.get_bytes(sizeof(scheduled));
  if (!block) return nullptr;
  auto* s = ::new (block) scheduled;
  s->message = message;
  if (plan.period == duration::zero() && plan.key.empty()) return s;
  void* more = cache.get_bytes(sizeof(schedule_extra) + plan.key.size());
  if (!more) {
    cache.put_bytes(sizeof(scheduled), s);
    return nullptr;
  }
  auto* extra = ::new (more) schedule_extra;
  extra->period = plan.period;
  extra->copy = plan.copy;
  extra->hash = hash_string(plan.key);
  extra->key_bytes = static_cast<std::uint32_t>(plan.key.size());
  std::copy(plan.key.begin(), plan.key.end(), extra->key_place());
  s->set_extra(extra);
  return s;
}

timer arm_added(turn_context& turn, const schedule_plan& plan, scheduled& s,
                std::uint64_t number) noexcept {
  cell& c = *turn.self;
  turn.system->timers.arm(s.alarm, c, turn.generation, turn.system->deadline_base() + plan.first,
                          number);
  return {ref_of(c, turn.generation), number};
}

} // namespace

result<timer> add_small_schedule(cell& c, const schedule_plan& plan, const message_ops& ops,
                                 std::uint64_t bytes) {
  AKT_ASSERT(ops.block_class == 0);
  turn_context& turn = turn_of(c);
  block_cache& cache = *turn.home->cache;
  schedules* all = make_schedules(turn);
  void* block = all ? cache.get_bytes(sizeof(scheduled)) : nullptr;
  if (!block) return errc::over_budget;
  auto* s = ::new (block) scheduled;
  s->set_small(ops, bytes);
  const std::uint64_t number = all->add(cache, *s);
  if (number == 0) {
    cache.put_bytes(sizeof(scheduled), s);
    return errc::over_budget;
  }
  return arm_added(turn, plan, *s, number);
}

result<timer> add_schedule(cell& c, const schedule_plan& plan, envelope* message) {
  if (!message) return errc::over_budget;
  turn_context& turn = turn_of(c);
  block_cache& cache = *turn.home->cache;
  schedules* all = make_schedules(turn);
  scheduled* s = all ? make_scheduled(cache, plan, message) : nullptr;
  scheduled* before = s && plan.keyed ? all->find(plan.key) : nullptr;
  const std::uint64_t number = s ? all->add(cache, *s) : 0;
  if (number == 0) {
    if (s && s->extra()) cache.put_bytes(s->extra()->block_bytes(), s->extra());
    if (s) cache.put_bytes(sizeof(scheduled), s);
    drop_message(turn, message);
    return errc::over_budget;
  }
  const timer made = arm_added(turn, plan, *s, number);
  if (before) all->remove(turn, *before);
  return made;
}

bool cancel_schedule(cell& c, const timer& t) noexcept {
  turn_context& turn = turn_of(c);
  schedules* all = schedules_of(c);
  if (!all || t.owner != ref_of(c, turn.generation)) return false;
  scheduled* s = all->find(t.number);
  if (s) all->remove(turn, *s);
  return s != nullptr;
}

bool cancel_schedule(cell& c, std::string_view key) noexcept {
  turn_context& turn = turn_of(c);
  schedules* all = schedules_of(c);
  scheduled* s = all && !key.empty() ? all->find(key) : nullptr;
  if (s) all->remove(turn, *s);
  return s != nullptr;
}

result<unit> set_receive_timeout(cell& c, duration d, const message_ops& told) {
  turn_context& turn = turn_of(c);
  if (d < duration::zero() || d > delay_max)
    return error(errc::invalid_argument, "receive_timeout: the time is out of its range");
  if (ends(turn)) return errc::stopped;
  const std::uint32_t flags = c.flags.get();
  if (d == duration::zero()) {
    if (schedules* all = schedules_of(c)) all->limit_silence(d, nullptr, instant{});
    c.flags.set(flags & ~std::uint32_t(flag_noting));
    return unit{};
  }
  schedules* all = make_schedules(turn);
  if (!all) return errc::over_budget;
  const instant from = turn.system->deadline_base();
  all->limit_silence(d, &told, from);
  arm(turn, *c.rare, from + d);
  c.flags.set(flags | flag_noting);
  if (!(flags & flag_noting)) turn.stop_asked |= stop_look_again;
  return unit{};
}

void end_schedules(turn_context& turn) noexcept {
  cell& c = *turn.self;
  schedules* all = schedules_of(c);
  if (!all) return;
  all->release(turn);
  all->~schedules();
  turn.home->cache->put_bytes(sizeof(schedules), std::exchange(c.rare->timers, nullptr));
}

void end_unkeyed_schedules(turn_context& turn) noexcept {
  cell& c = *turn.self;
  schedules* all = schedules_of(c);
  if (!all) return;
  all->remove_unkeyed(turn);
  all->limit_silence(duration::zero(), nullptr, instant{});
  c.flags.set(c.flags.get() & ~std::uint32_t(flag_noting));
}

} // namespace akt::inline v0::detail
